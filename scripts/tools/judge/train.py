#!/usr/bin/env python3
"""Trains the judge: train.py MODELS_DIR OUT.pt [--start BEFORE.pt] [--hold NAME …] [--epochs N] [--rate R]

One encoder, the first six layers of multilingual-e5-small, under three heads: what a résumé's sentence says about a
requirement; whether a line of an advert asks for something; what that is. Of the sentences without a mark a few are drawn
each epoch, half of them from those nearest in meaning. Sets named by --hold are left out. pack.py then rounds the weights
for the binary, and fit.py fits the table that turns them into a verdict.

The shipped weights: four epochs on the pairs, four more with w1 to w9 at 1e-4 and 8e-5, three with everything that is not
held at 1.2e-4, two and a half hours on one core.
"""

import argparse
import random
from pathlib import Path

import torch
from torch import nn

import base
import sets

HERE = Path(__file__).resolve().parent
LAYERS, REQUIREMENT, HEADING, SENTENCE, BATCH = 6, 48, 28, 80, 32
VERDICT_WEIGHTS, DEMAND_WEIGHTS = torch.tensor([1.0, 1.3, 1.5, 1.0]), torch.tensor([1.0, 1.5, 0.6])
NEAREST, DRAWN = 8, 3


class Judge(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net, self.drop = net, nn.Dropout(0.1)
        self.out, self.advert, self.kind = nn.Linear(384, 4), nn.Linear(384, 3), nn.Linear(384, 6)

    def forward(self, ids, kinds, mask):
        hidden = self.net(input_ids=ids, token_type_ids=kinds, attention_mask=mask).last_hidden_state.float()
        weight = mask.unsqueeze(-1).float()
        return self.drop((hidden * weight).sum(1) / weight.sum(1))


class Encoder:
    """Rows as the judge reads them: (requirement or title, heading, sentence, …)."""

    def __init__(self, file):
        self.file, self.pieces = file, base.Pieces(file)

    def row(self, row):
        first = [self.file.first, *self.pieces(row[0])[:REQUIREMENT], self.file.last]
        rest = [*self.pieces(row[1])[:HEADING], *self.pieces(": "), *self.pieces(row[2])[:SENTENCE], self.file.last]
        return first + rest, [0] * len(first) + [1] * len(rest)

    def batch(self, rows):
        rows = [self.row(row) for row in rows]
        longest = max(len(ids) for ids, _ in rows)
        ids = torch.full((len(rows), longest), self.file.padding)
        kinds, mask = torch.zeros_like(ids), torch.zeros_like(ids)
        for at, (row, kind) in enumerate(rows):
            ids[at, : len(row)], kinds[at, : len(row)], mask[at, : len(row)] = torch.tensor(row), torch.tensor(kind), 1
        return ids, kinds, mask

    def shuffled(self, rows):
        """Batches of texts of similar length, in random order."""
        random.shuffle(rows)
        ordered = []
        for at in range(0, len(rows), 40 * BATCH):
            ordered += sorted(rows[at : at + 40 * BATCH], key=lambda row: len(self.row(row)[0]))
        batches = [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)]
        random.shuffle(batches)
        return batches


def vectors(path, texts):
    """The vectors of texts from all twelve layers."""
    net, file = base.load(path)
    net.eval()
    pieces, found = base.Pieces(file), {}
    texts = sorted(set(texts), key=len)
    for at in range(0, len(texts), 64):
        part = texts[at : at + 64]
        rows = [[file.first, *pieces(text)[:126], file.last] for text in part]
        ids = torch.full((len(part), max(map(len, rows))), file.padding)
        mask = torch.zeros(ids.shape)
        for index, row in enumerate(rows):
            ids[index, : len(row)], mask[index, : len(row)] = torch.tensor(row), 1
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            hidden = net(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        means = (hidden * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        found.update(zip(part, nn.functional.normalize(means)))
    return found


def questions(path, jobs):
    """For each requirement and résumé: the marked sentences, and the others from closest to furthest."""
    read = [(job, [list(sets.sentences(resume["lines"])) for resume in job["resumes"]]) for job in jobs]
    texts = ["query: " + sets.requirement_text(asked) for job in jobs for asked in job["asked"].values()]
    texts += ["passage: " + sentence for _, resumes in read for resume in resumes for _, sentence, _ in resume]
    known = vectors(path, texts)
    for job, resumes in read:
        for name, asked in job["asked"].items():
            text = sets.requirement_text(asked)
            near = lambda row: -float(known["query: " + text] @ known["passage: " + row[2]])
            for resume in resumes:
                rows = [(text, heading, sentence, marks.get(name)) for heading, sentence, marks in resume]
                marked = [(*row[:3], sets.MARKS[row[3]]) for row in rows if row[3]]
                yield marked, sorted([(*row[:3], 3) for row in rows if not row[3]], key=near)


def epoch(pairs, asked):
    rows = list(pairs)
    for marked, others in asked:
        nearest = others[:NEAREST]
        rows += marked + random.sample(nearest, min(len(nearest), (DRAWN + 1) // 2))
        rows += random.sample(others, min(len(others), DRAWN // 2))
    return rows


def schedule(steps):
    return lambda step: min((step + 1) / (steps * 0.06), max(0.02, (steps - step) / (steps * 0.94)))


def optimizer(judge, rate):
    groups = {}
    for name, parameter in judge.named_parameters():
        head = name.startswith(("out.", "advert.", "kind."))
        decay = 0.0 if head or name.endswith(("bias", "LayerNorm.weight")) else 0.01
        if parameter.requires_grad:
            groups.setdefault((4 * rate if head else rate, decay), []).append(parameter)
    return torch.optim.AdamW([{"params": p, "lr": lr, "weight_decay": decay} for (lr, decay), p in groups.items()],
                             fused=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("models", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--start", type=Path)
    options.add_argument("--hold", nargs="*", default=["w10", "w15", "unseen"])
    options.add_argument("--epochs", type=int, default=2)
    options.add_argument("--rate", type=float, default=1e-4)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    path = options.models / "multilingual-e5-small" / "e5-small-q4.bin"
    held = [file for file in sorted((HERE / "data" / "resumes").glob("*.txt")) if file.stem not in options.hold]
    jobs = [job for file in held for job in sets.jobs(file)]
    pairs = [pair for file in sorted((HERE / "data").glob("*.txt")) for pair in sets.pairs(file)]
    asked = list(questions(path, jobs))
    adverts = [line for job in jobs for line in sets.advert_lines(job)]
    net, file = base.load(path, LAYERS)
    net.embeddings.word_embeddings.requires_grad_(False)
    # Torch's fused attention takes half of a step's time on a CPU, and generating dropout masks a fifth.
    net.config._attn_implementation = "eager"
    for module in net.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    judge, encoder = Judge(net), Encoder(file)
    if options.start:
        judge.load_state_dict(torch.load(options.start, weights_only=True)["sd"], strict=False)
    steps = options.epochs * (len(epoch(pairs, asked)) // BATCH + 1)
    optimise = optimizer(judge, options.rate)
    rates = torch.optim.lr_scheduler.LambdaLR(optimise, schedule(steps))
    for number in range(options.epochs):
        judge.train()
        batches, lines = encoder.shuffled(epoch(pairs, asked)), encoder.shuffled(2 * adverts)
        for at, batch in enumerate(batches):
            with torch.autocast("cpu", torch.bfloat16):
                answers = judge.out(judge(*encoder.batch(batch)))
            right = torch.tensor([row[3] for row in batch])
            loss = nn.functional.cross_entropy(answers.float(), right, weight=VERDICT_WEIGHTS, label_smoothing=0.05)
            if at < len(lines):
                with torch.autocast("cpu", torch.bfloat16):
                    hidden = judge(*encoder.batch(lines[at]))
                    demands, kinds = judge.advert(hidden), judge.kind(hidden)
                right = torch.tensor([row[3] for row in lines[at]])
                loss = loss + nn.functional.cross_entropy(
                    demands.float(), right, weight=DEMAND_WEIGHTS, label_smoothing=0.05)
                right = torch.tensor([row[4] for row in lines[at]])
                if (right >= 0).any():
                    loss = loss + 0.3 * nn.functional.cross_entropy(kinds.float(), right)
            optimise.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(judge.parameters(), 1)
            optimise.step()
            rates.step()
            if at % 100 == 0:
                print(f"epoch {number}, step {at} of {len(batches)}: {loss.item():.3f}", flush=True)
        state = {name: tensor for name, tensor in judge.state_dict().items() if "word_embeddings" not in name}
        settings = {"layers": LAYERS, "epochs": options.epochs, "lr": options.rate, "seed": options.seed}
        torch.save({"sd": state, "a": settings}, options.out)


if __name__ == "__main__":
    main()
