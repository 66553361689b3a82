"""Makes server/ml/tests/golden/distilbert: a DistilBERT of random weights, and what PyTorch's own gives for a padded batch.

usage: ~/.cache/hireq/train-sentiment/bin/python scripts/tools/tiny_distilbert.py   (scripts/train-sentiment makes the venv)
"""
import json, pathlib, string

import torch
from transformers import BertTokenizerFast, DistilBertConfig, DistilBertForSequenceClassification

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent / "server/ml/tests/golden/distilbert"
WORDS = "the a was not good bad work job team boss great poor and very it i we".split()
TEXTS = ["It was not good.", "The team was great, and the boss very good!", "a", "Bad", "Élan vital: 東京 x9 unbelievable-ness",
         "we work and work and work and the job was poor and it was bad and the boss was not good and i was not very good"]

torch.manual_seed(5)
FOLDER.mkdir(parents=True, exist_ok=True)
marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
letters = string.ascii_lowercase + string.digits + ".,!:-"
vocabulary = marks + WORDS + [c for c in letters if c not in WORDS] + ["##" + c for c in letters]
(FOLDER / "vocab.txt").write_text("\n".join(vocabulary) + "\n")

config = DistilBertConfig(vocab_size=len(vocabulary), max_position_embeddings=256, n_layers=2, n_heads=4, dim=16, hidden_dim=32,
                          id2label={0: "NEGATIVE", 1: "POSITIVE"}, label2id={"NEGATIVE": 0, "POSITIVE": 1})
model = DistilBertForSequenceClassification(config).eval()
for parameter in model.parameters():
    # The usual initialisation is so small that all texts would give almost the same result.
    parameter.data.add_(torch.randn_like(parameter) * 0.6)
tokenizer = BertTokenizerFast(vocab={word: i for i, word in enumerate(vocabulary)}, do_lower_case=True)
batch = tokenizer(TEXTS, padding=True, return_tensors="pt")


@torch.no_grad()
def logits():
    return model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits


# Spreads the answers over both classes.
model.classifier.weight.data.mul_(4)
model.classifier.bias.data.sub_(logits().mean(0))
model.save_pretrained(FOLDER)
(FOLDER / "model.safetensors").chmod(0o644)
items = [{"text": text, "ids": [i for i, real in zip(ids, mask) if real], "probabilities": p}
         for text, ids, mask, p in zip(TEXTS, batch["input_ids"].tolist(), batch["attention_mask"].tolist(), logits().softmax(1).tolist())]
(FOLDER / "expected.json").write_text(json.dumps(items, indent=1, ensure_ascii=False) + "\n")
print([item["probabilities"] for item in items])
