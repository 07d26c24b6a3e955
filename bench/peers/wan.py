"""Wan's transformer with VACE's context branch in plain PyTorch, as a user would write it from the papers."""
import torch
import torch.nn.functional as F
from torch import nn

import mmdit


def modulate(x, shift, scale):
    return F.layer_norm(x, x.shape[-1:], eps=1e-6) * (1 + scale) + shift


def attend(q, k, v):
    weights = torch.matmul(q * q.shape[-1] ** -0.5, k.transpose(-2, -1)).softmax(-1)
    return torch.matmul(weights, v).transpose(1, 2).flatten(2)


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(dim, dim) for _ in range(4))
        self.norm_q, self.norm_k, self.heads = mmdit.RmsNorm(dim), mmdit.RmsNorm(dim), heads

    def forward(self, x, y, table):
        q, k, v = (z.unflatten(-1, (self.heads, -1)).transpose(1, 2)
                   for z in (self.norm_q(self.q(x)), self.norm_k(self.k(y)), self.v(y)))
        if table is not None:
            q, k = mmdit.rotate(q, *table), mmdit.rotate(k, *table)
        return self.o(attend(q, k, v))


class Block(nn.Module):
    def __init__(self, dim, ffn, heads):
        super().__init__()
        self.modulation = nn.Parameter(torch.randn(1, 6, dim) * 0.02)
        self.self_attn, self.cross_attn = Attention(dim, heads), Attention(dim, heads)
        self.norm3 = nn.LayerNorm(dim, eps=1e-6)
        self.fc1, self.fc2 = nn.Linear(dim, ffn), nn.Linear(ffn, dim)

    def forward(self, x, text, time, table):
        m = (self.modulation + time).chunk(6, 1)
        y = modulate(x, m[0], m[1])
        x = x + m[2] * self.self_attn(y, y, table)
        x = x + self.cross_attn(self.norm3(x), text, None)
        return x + m[5] * self.fc2(F.gelu(self.fc1(modulate(x, m[3], m[4])), approximate="tanh"))


class Wan(nn.Module):
    def __init__(self, channels, context, dim, ffn, heads, layers, vace, text, words):
        super().__init__()
        self.patch_embedding = nn.Conv3d(channels, dim, (1, 2, 2), (1, 2, 2))
        self.vace_patch_embedding = nn.Conv3d(context, dim, (1, 2, 2), (1, 2, 2))
        self.text_embedding = nn.Sequential(nn.Linear(text, dim), nn.GELU(approximate="tanh"), nn.Linear(dim, dim))
        self.time_embedding, self.time_projection = mmdit.Embedder(dim), nn.Linear(dim, 6 * dim)
        self.blocks = nn.ModuleList(Block(dim, ffn, heads) for _ in range(layers))
        self.vace_blocks = nn.ModuleList(Block(dim, ffn, heads) for _ in vace)
        self.before_proj = nn.Linear(dim, dim)
        self.after_proj = nn.ModuleList(nn.Linear(dim, dim) for _ in vace)
        self.head_modulation = nn.Parameter(torch.randn(1, 2, dim) * 0.02)
        self.head = nn.Linear(dim, 4 * channels)
        self.vace, self.words, self.head_dim = vace, words, dim // heads

    def forward(self, noisy, context, text, t):
        b, c, f, h, w = noisy.shape
        d = self.head_dim
        table = mmdit.rope((f, h // 2, w // 2), (d - 4 * (d // 6), 2 * (d // 6), 2 * (d // 6)), 10000.0, 1.0)
        time = self.time_embedding(t)
        parts = self.time_projection(F.silu(time)).unflatten(1, (6, -1))
        words = self.text_embedding(F.pad(text, (0, 0, 0, self.words - text.shape[1])))
        x = self.patch_embedding(noisy).flatten(2).transpose(1, 2)
        control = self.before_proj(self.vace_patch_embedding(context).flatten(2).transpose(1, 2)) + x
        hints = []
        for block, after in zip(self.vace_blocks, self.after_proj):
            control = block(control, words, parts, table)
            hints.append(after(control))
        for i, block in enumerate(self.blocks):
            x = block(x, words, parts, table)
            if i in self.vace:
                x = x + hints[self.vace.index(i)]
        shift, scale = (self.head_modulation + time.unsqueeze(1)).chunk(2, 1)
        out = self.head(modulate(x, shift, scale)).view(b, f, h // 2, w // 2, 1, 2, 2, c)
        return out.permute(0, 7, 1, 4, 2, 5, 3, 6).reshape(noisy.shape)


SMALL = dict(channels=16, context=96, dim=768, ffn=4480, heads=6, layers=8, vace=(0, 2, 4, 6), text=768, words=64)


def step_wan():
    model = Wan(**SMALL).eval()
    noisy, context = torch.randn(1, 16, 3, 16, 16), torch.randn(1, 96, 3, 16, 16)
    text, t = torch.randn(1, 32, 768), torch.full((1,), 500.0)

    def step():
        with torch.inference_mode():
            model(noisy, context, text, t)

    return step


def step_hunyuan():
    model = mmdit.MmDit(**mmdit.MEDIUM).eval()
    source, noisy = torch.randn(1, 16, 3, 16, 16), torch.randn(1, 16, 3, 16, 16)
    text, pooled = torch.randn(1, 32, 768), torch.randn(1, 768)
    t, guidance = torch.full((1,), 500.0), torch.full((1,), 1000.0)

    def step():
        with torch.inference_mode():
            model(source, noisy, text, pooled, t, guidance)

    return step


CASES = {"step-hunyuan": step_hunyuan, "step-vace": step_wan}
