"""Trains and measures the sentiment model; run by scripts/train-sentiment, which says how.

The model is all-MiniLM-L6-v2 up to its third layer, untouched, then its last three layers tuned, the mean over the word
pieces, and one matrix to three classes. Only the tuned part is written: server/ml/weights/sentiment.safetensors (f16)
and, beside it, sentiment.json, which says how it was made and what was measured.

Sentences and ratings: C. J. Hutto and E. Gilbert, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social
Media Text, ICWSM 2014. They are read, never copied. scripts/tools/sentiment_own.tsv holds sentences of our own.

A rating r becomes three target probabilities: negative is logistic((-r - 1) / T), positive logistic((r - 1) / T), neutral
the rest. So a sentence on the border of two classes is half of each, which is the smoothing that the labels need.
"""
import argparse, collections, hashlib, json, math, pathlib, random, re, time

import numpy, torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F

SETS = ["movie", "amazon", "nyt", "tweets"]
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FROZEN, LAYERS, WIDTH, HEADS, EPSILON, MAX_TOKENS = 3, 6, 384, 12, 1e-12, 256
TEMPERATURE = 0.45


# ---- sentences --------------------------------------------------------------------------------------------------------

def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def read(folder):
    """Rows of (set, source, rating, text). Reviews and articles are sources. Movie snippets and tweets name none: there
    twenty-five neighbours are one source."""
    rows = []
    for name in SETS:
        for line in (folder / f"{name}.tsv").read_text().split("\n")[1:]:
            if line:
                key, rating, _, text = line.split("\t")
                number = key.split(":")[1]
                block = number.split("_")[0] if "_" in number else f"block{int(number) // 25}"
                rows.append((name, f"{name}:{block}", float(rating), text))
    return rows


def split(rows):
    """train, validation or test for each row: by source, and sources that share eight words in a row are one.

    Of fifteen sources in the file's order three are for the test and one is for validation. Counting keeps the classes
    balanced where drawing does not: the film set has its favourable half first, in a few large blocks.
    """
    parent = {}

    def find(x):
        while parent.setdefault(x, x) != x:
            x = parent[x]
        return x

    seen = {}
    for _, source, _, text in rows:
        find(source)
        words = re.findall(r"[a-z0-9']+", text.lower())
        for i in range(len(words) - 7):
            other = seen.setdefault(" ".join(words[i : i + 8]), source)
            if find(other) != find(source):
                a, b = sorted([find(other), find(source)])
                parent[b] = a
    turn = {}
    for name, source, _, _ in rows:
        if find(source) not in turn:
            turn[find(source)] = sum(1 for other in turn if other.startswith(name + ":")) % 15
    kinds = {turn_: "test" if turn_ in (2, 7, 12) else "validation" if turn_ == 4 else "train" for turn_ in range(15)}
    return [kinds[turn[find(source)]] for _, source, _, _ in rows]


def own():
    lines = (ROOT / "scripts/tools/sentiment_own.tsv").read_text().splitlines()
    return [(float(rating), text) for rating, text in (line.split("\t") for line in lines)]


def targets(ratings):
    ratings = torch.as_tensor(ratings)
    negative = torch.sigmoid((-ratings - 1) / TEMPERATURE)
    positive = torch.sigmoid((ratings - 1) / TEMPERATURE)
    return torch.stack([negative, (1 - negative - positive).clamp(min=0), positive], 1)


# ---- the network ------------------------------------------------------------------------------------------------------

class Layer(nn.Module):
    """One layer of BERT, its parts named as in the file."""

    def __init__(self, dropout):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.attended, self.attended_norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, EPSILON)
        self.widen, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.narrow_norm = nn.LayerNorm(WIDTH, EPSILON)
        self.dropout = dropout

    NAMES = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
             "attended": "attention.output.dense", "attended_norm": "attention.output.LayerNorm",
             "widen": "intermediate.dense", "narrow": "output.dense", "narrow_norm": "output.LayerNorm"}

    def forward(self, x, mask):
        """x: [batch, length, width]; mask: [batch, 1, 1, length], 0 or -inf, added to the scores."""
        batch, length, _ = x.shape
        q, k, v = (f(x).view(batch, length, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        attended = self.attended(attended.transpose(1, 2).reshape(batch, length, WIDTH))
        drop = lambda y: F.dropout(y, self.dropout, self.training)
        x = self.attended_norm(x + drop(attended))
        return self.narrow_norm(x + drop(self.narrow(F.gelu(self.widen(x)))))


class Top(nn.Module):
    """What is tuned: the last three layers and the head. Gives three logits: negative, neutral, positive."""

    def __init__(self, dropout=0.1):
        super().__init__()
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(FROZEN, LAYERS))
        self.head = nn.Linear(WIDTH, 3)
        self.dropout = dropout

    def forward(self, x, real):
        mask = torch.zeros(real.shape).masked_fill(~real, -math.inf)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        weights = real.float()[:, :, None]
        mean = (x.float() * weights).sum(1) / weights.sum(1)
        return self.head(F.dropout(mean, self.dropout, self.training))


def load_layer(layer, file, index):
    for ours, theirs in Layer.NAMES.items():
        for kind in ("weight", "bias"):
            getattr(getattr(layer, ours), kind).data.copy_(file[f"encoder.layer.{index}.{theirs}.{kind}"])


class Bottom:
    """The embeddings and the first three layers, frozen."""

    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.file = load_file(folder / "model.safetensors")
        self.layers = nn.ModuleList(Layer(0.0) for _ in range(FROZEN)).eval()
        for index, layer in enumerate(self.layers):
            load_layer(layer, self.file, index)

    @torch.no_grad()
    def __call__(self, texts, batch=64):
        """The third layer's output of each text, [length, width]."""
        ids = [e.ids for e in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        out = [None] * len(ids)
        for start in range(0, len(order), batch):
            some = order[start : start + batch]
            longest = max(len(ids[i]) for i in some)
            padded = torch.tensor([ids[i] + [0] * (longest - len(ids[i])) for i in some])
            real = torch.tensor([[1] * len(ids[i]) + [0] * (longest - len(ids[i])) for i in some]).bool()
            table = lambda name: self.file[f"embeddings.{name}.weight"]
            x = table("word_embeddings")[padded] + table("position_embeddings")[:longest] + table("token_type_embeddings")[0]
            x = F.layer_norm(x, (WIDTH,), self.file["embeddings.LayerNorm.weight"], self.file["embeddings.LayerNorm.bias"], EPSILON)
            mask = torch.zeros(real.shape).masked_fill(~real, -math.inf)[:, None, None, :]
            for layer in self.layers:
                x = layer(x, mask)
            for row, i in enumerate(some):
                out[i] = x[row, : len(ids[i])].clone()
        return out


def padded(states):
    real = nn.utils.rnn.pad_sequence([torch.ones(len(s), dtype=torch.bool) for s in states], True)
    return nn.utils.rnn.pad_sequence([s.float() for s in states], True), real


@torch.no_grad()
def predict(top, states, batch=64):
    top.eval()
    order = sorted(range(len(states)), key=lambda i: len(states[i]))
    out = torch.zeros(len(states), 3)
    for start in range(0, len(order), batch):
        some = order[start : start + batch]
        out[some] = top(*padded([states[i] for i in some])).softmax(1)
    return out


# ---- training ---------------------------------------------------------------------------------------------------------

def batches(lengths, size, rng):
    """Shuffled, with texts of similar length together."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    pools = [sorted(order[i : i + 50 * size], key=lambda j: lengths[j]) for i in range(0, len(order), 50 * size)]
    groups = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
    rng.shuffle(groups)
    return groups


def train(bottom, states, ratings, check, args, seed):
    rng = random.Random(seed)
    torch.manual_seed(seed)
    top = Top(args.dropout)
    for offset, layer in enumerate(top.layers):
        load_layer(layer, bottom.file, FROZEN + offset)
    nn.init.normal_(top.head.weight, std=0.02)
    nn.init.zeros_(top.head.bias)
    wanted, strength = targets(ratings), 0.6 + 0.2 * torch.tensor(ratings).abs()
    lengths = [len(s) for s in states]
    optimizer = torch.optim.AdamW([{"params": top.layers.parameters(), "lr": args.rate},
                                   {"params": top.head.parameters(), "lr": 10 * args.rate}], weight_decay=0.01)
    steps = args.epochs * -(-len(states) // args.batch)
    warm = steps // 20
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm))))
    # The mean of the weights over the last third is flatter, and better, than the last ones alone.
    mean, taken, step, started = None, 0, 0, time.time()
    for epoch in range(args.epochs):
        total = 0.0
        for group in batches(lengths, args.batch, rng):
            top.train()
            x, real = padded([states[i] for i in group])
            # Masks a few word pieces, never the special token at the start.
            hide = torch.rand(real.shape) < args.hide
            hide[:, 0] = False
            real = real & ~hide
            with torch.autocast("cpu", torch.bfloat16, enabled=not args.f32):
                logits = top(x, real)
            loss = -(wanted[group] * F.log_softmax(logits.float(), 1)).sum(1)
            loss = (loss * strength[group]).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(top.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, step = total + loss.item(), step + 1
            if step > steps * 2 // 3 and step % 20 == 0:
                taken += 1
                now = {k: v.detach().clone() for k, v in top.state_dict().items()}
                mean = now if mean is None else {k: v + (now[k] - v) / taken for k, v in mean.items()}
        print(f"epoch {epoch + 1}: loss {total * args.batch / len(states):.4f}, {check(top)}, {time.time() - started:.0f} s",
              flush=True)
    top.load_state_dict(mean)
    print(f"mean of {taken}: {check(top)}", flush=True)
    return top


# ---- figures ----------------------------------------------------------------------------------------------------------

def label(rating):
    return 0 if rating <= -1 else 2 if rating >= 1 else 1


def figures(probabilities, ratings):
    """Binary: of the sentences rated 1 or more from 0, the share whose score has the right sign. F1: mean over classes."""
    probabilities, ratings = numpy.asarray(probabilities), numpy.asarray(ratings)
    score, truth, guess = probabilities[:, 2] - probabilities[:, 0], numpy.array([label(r) for r in ratings]), probabilities.argmax(1)
    clear = numpy.abs(ratings) >= 1
    right = numpy.where(score[clear] == 0, 0.5, numpy.sign(score[clear]) == numpy.sign(ratings[clear]))
    f1 = []
    for c in range(3):
        hit = ((guess == c) & (truth == c)).sum()
        f1.append(2 * hit / max(1, (guess == c).sum() + (truth == c).sum()))
    confidence = probabilities.max(1)
    gap = 0.0
    for low in numpy.arange(0, 1, 0.1):
        inside = (confidence > low) & (confidence <= low + 0.1)
        if inside.any():
            gap += inside.mean() * abs((guess == truth)[inside].mean() - confidence[inside].mean())
    return {"sentences": len(ratings), "clear": int(clear.sum()),
            "binary": round(float(right.mean()), 4),
            "three": round(float((guess == truth).mean()), 4), "f1": round(float(numpy.mean(f1)), 4),
            "correlation": round(float(numpy.corrcoef(score, ratings)[0, 1]), 4), "calibration_error": round(float(gap), 4)}


def vader(texts, ratings):
    """VADER's compound score; its authors use a band of ±0.05 for neutral. A clear sentence that it scores 0 counts as half right."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    analyzer = SentimentIntensityAnalyzer()
    score = numpy.array([analyzer.polarity_scores(t)["compound"] for t in texts])
    one = numpy.stack([numpy.clip(-score, 0, 1), numpy.where(numpy.abs(score) < 0.05, 2.0, 0.0), numpy.clip(score, 0, 1)], 1)
    out = figures(one, ratings)
    del out["calibration_error"]
    return out


def measure(top, bottom, rows, parts):
    table = {}
    for name in SETS:
        test = [r for r, p in zip(rows, parts) if r[0] == name and p == "test"]
        texts, ratings = [r[3] for r in test], [r[2] for r in test]
        table[name] = {"ours": figures(predict(top, bottom(texts)), ratings), "vader": vader(texts, ratings),
                       "vader_whole_set": vader(*zip(*[(r[3], r[2]) for r in rows if r[0] == name]))["binary"]}
        print(name, json.dumps(table[name]), flush=True)
    return table


# ---- files ------------------------------------------------------------------------------------------------------------

def pack(top):
    out = {"head.weight": top.head.weight, "head.bias": top.head.bias}
    for offset, layer in enumerate(top.layers):
        for ours, theirs in Layer.NAMES.items():
            for kind in ("weight", "bias"):
                out[f"encoder.layer.{FROZEN + offset}.{theirs}.{kind}"] = getattr(getattr(layer, ours), kind)
    return {name: value.detach().half().contiguous() for name, value in out.items()}


def unpack(path):
    file, top = {k: v.float() for k, v in load_file(path).items()}, Top()
    for offset, layer in enumerate(top.layers):
        load_layer(layer, file, FROZEN + offset)
    top.head.weight.data.copy_(file["head.weight"])
    top.head.bias.data.copy_(file["head.bias"])
    return top.eval()


def golden(top, bottom, path):
    """The network's results for our own sentences, one text at a time, for the engine's tests."""
    texts = json.loads(path.read_text())["texts"]
    items = [{"text": t, "probabilities": predict(top, bottom([t]))[0].tolist()} for t in texts]
    path.write_text(json.dumps({"texts": texts, "items": items}, indent=1, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minilm", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "server/ml/weights")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=[8], help="one run each; their weights are averaged")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.6e-4)
    parser.add_argument("--dropout", type=float, default=0.15)
    parser.add_argument("--hide", type=float, default=0.08)
    parser.add_argument("--own-copies", type=int, default=4)
    parser.add_argument("--f32", action="store_true", help="not bfloat16: several times slower where the processor has it")
    parser.add_argument("--threads", type=int, default=2, help="1 is faster where other work wants the processors")
    parser.add_argument("--cache", type=pathlib.Path, help="keeps the frozen part's outputs for the next try")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    weights, recipe = args.out / "sentiment.safetensors", args.out / "sentiment.json"
    rows = read(args.data)
    parts = split(rows)
    print(collections.Counter(zip((r[0] for r in rows), parts)))
    bottom = Bottom(args.minilm)
    if not args.measure:
        def of(part):
            chosen = [r for r, p in zip(rows, parts) if p == part]
            return [r[3] for r in chosen], [r[2] for r in chosen], [r[0] for r in chosen]

        started = time.time()
        texts, ratings, _ = of("train")
        held, held_ratings, held_sets = of("validation")
        known = torch.load(args.cache) if args.cache and args.cache.exists() else {}
        new = [text for text in texts + held if text not in known]
        known.update(zip(new, (s.half() for s in bottom(new))))
        if args.cache and new:
            torch.save(known, args.cache)
        states, held_states = [known[text] for text in texts], [known[text] for text in held]
        mine = [s.half() for s in bottom([text for _, text in own()])]
        states += mine * args.own_copies
        ratings += [rating for rating, _ in own()] * args.own_copies
        print(f"the frozen part took {time.time() - started:.0f} s", flush=True)

        def check(top):
            p = predict(top, held_states)
            show = {}
            for name in SETS:
                mine = [i for i, s in enumerate(held_sets) if s == name]
                f = figures(p[mine], [held_ratings[i] for i in mine])
                show[name] = (f["binary"], f["f1"])
            return str(show)

        runs = [train(bottom, states, ratings, check, args, seed).state_dict() for seed in args.seeds]
        top = Top()
        top.load_state_dict({name: sum(run[name] for run in runs) / len(runs) for name in runs[0]})
        print(f"mean of {len(runs)} runs: {check(top)}", flush=True)
        args.out.mkdir(parents=True, exist_ok=True)
        save_file(pack(top), weights, {"format": "pt"})
        weights.chmod(0o644)
    top = unpack(weights)
    table = measure(top, bottom, rows, parts)
    if args.out == parser.get_default("out"):
        golden(top, bottom, ROOT / "server/ml/tests/golden/sentiment.json")
    if not args.measure:
        settings = {k: getattr(args, k) for k in ("seeds", "epochs", "batch", "rate", "dropout", "hide", "own_copies", "f32")}
        recipe.write_text(json.dumps({
            "command": "scripts/train-sentiment FOLDER", "settings": settings,
            "weights_sha256": sha256(weights),
            "base": {"model": "all-MiniLM-L6-v2", "sha256": sha256(args.minilm / "model.safetensors")},
            "data": {f"{n}.tsv": sha256(args.data / f"{n}.tsv") for n in SETS},
            "own_sentences_sha256": sha256(ROOT / "scripts/tools/sentiment_own.tsv"),
            "source": "C. J. Hutto and E. Gilbert, VADER, ICWSM 2014", "torch": torch.__version__,
            "split": "by source: 11 of 15 trained on, 1 to choose settings, 3 for these figures", "figures": table,
        }, indent=1) + "\n")


main()
