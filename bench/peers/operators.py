"""Small operators, where the cost of the binding shows, and one plain transformer block."""
import torch
from torch import nn


def add():
    a, b = torch.ones(4), torch.ones(4)
    return lambda: a + b


def add_in_place():
    a, b = torch.ones(4), torch.zeros(4)
    return lambda: a.add_(b)


def view():
    a = torch.ones(4, 4)
    return lambda: a.view(2, 8)


def cat():
    parts = [torch.ones(4) for _ in range(4)]
    return lambda: torch.cat(parts)


def small_backward():
    a, b = torch.ones(4, requires_grad=True), torch.ones(4, requires_grad=True)
    return lambda: (a * b).sum().backward()


class Block(nn.Module):
    def __init__(self, width=256, heads=4):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        b, l, c = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, l, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        scores = torch.matmul(q * (c // self.heads) ** -0.5, k.transpose(-2, -1)).softmax(-1)
        x = x + self.proj(torch.matmul(scores, v).transpose(1, 2).reshape(b, l, c))
        return x + self.fc2(torch.nn.functional.silu(self.fc1(self.norm2(x))))


def transformer_block():
    block, x = Block(), torch.randn(2, 64, 256)

    def step():
        for p in block.parameters():
            p.grad = None
        block(x).sum().backward()

    return step


CASES = {
    "add": add,
    "add_": add_in_place,
    "view": view,
    "cat": cat,
    "backward": small_backward,
    "block": transformer_block,
}
