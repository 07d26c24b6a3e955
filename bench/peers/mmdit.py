"""The in-context MM-DiT of HunyuanVideo/ICVE in plain PyTorch, as a user would write it from the papers."""
import math

import torch
import torch.nn.functional as F
from torch import nn


def modulate(x, shift, scale):
    return F.layer_norm(x, x.shape[-1:], eps=1e-6) * (1 + scale.unsqueeze(1)) + shift.unsqueeze(1)


def attend(q, k, v):
    weights = torch.matmul(q * q.shape[-1] ** -0.5, k.transpose(-2, -1)).softmax(-1)
    out = torch.matmul(weights, v)
    return out.transpose(1, 2).reshape(out.shape[0], out.shape[2], -1)


def rotate(x, cos, sin):
    pairs = x.float().unflatten(-1, (-1, 2))
    turned = torch.stack((-pairs[..., 1], pairs[..., 0]), -1).flatten(-2)
    return (x.float() * cos + turned * sin).to(x.dtype)


def rope(grid, dims, theta, scale):
    axes = torch.meshgrid(*[torch.arange(n, dtype=torch.float32) * scale for n in grid], indexing="ij")
    angles = []
    for axis, dim in zip(axes, dims):
        frequency = theta ** (-torch.arange(0, dim, 2).float() / dim)
        angles.append((axis.flatten()[:, None] * frequency).repeat_interleave(2, 1))
    angles = torch.cat(angles, 1)
    return angles.cos(), angles.sin()


class RmsNorm(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        y = x.float()
        return (y * torch.rsqrt(y.pow(2).mean(-1, keepdim=True) + 1e-6)).to(x.dtype) * self.weight


class Embedder(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.mlp = nn.Sequential(nn.Linear(256, dim), nn.SiLU(), nn.Linear(dim, dim))

    def forward(self, t):
        frequency = torch.exp(-math.log(10000) * torch.arange(128) / 128)
        angles = t[:, None] * frequency
        return self.mlp(torch.cat([angles.cos(), angles.sin()], -1).to(self.mlp[0].weight.dtype))


class Mlp(nn.Module):
    def __init__(self, dim, ratio=4):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(dim, dim * ratio), nn.Linear(dim * ratio, dim)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x), approximate="tanh"))


class Stream(nn.Module):
    def __init__(self, dim, head):
        super().__init__()
        self.mod = nn.Linear(dim, 6 * dim)
        self.qkv, self.proj, self.mlp = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim), Mlp(dim)
        self.q_norm, self.k_norm = RmsNorm(head), RmsNorm(head)
        self.head = head

    def project(self, x):
        b, l, _ = x.shape
        q, k, v = self.qkv(x).view(b, l, 3, -1, self.head).permute(2, 0, 3, 1, 4).unbind(0)
        return self.q_norm(q), self.k_norm(k), v

    def update(self, x, attended, m):
        x = x + m[2].unsqueeze(1) * self.proj(attended)
        return x + m[5].unsqueeze(1) * self.mlp(modulate(x, m[3], m[4]))


class DoubleBlock(nn.Module):
    def __init__(self, dim, head):
        super().__init__()
        self.img, self.txt = Stream(dim, head), Stream(dim, head)

    def forward(self, source, edit, text, vec0, vec, table):
        clean, noisy = self.img.mod(F.silu(vec0)).chunk(6, -1), self.img.mod(F.silu(vec)).chunk(6, -1)
        words = self.txt.mod(F.silu(vec)).chunk(6, -1)
        video = torch.cat([modulate(source, *clean[:2]), modulate(edit, *noisy[:2])], 1)
        q, k, v = self.img.project(video)
        tq, tk, tv = self.txt.project(modulate(text, *words[:2]))
        q, k = rotate(q, *table), rotate(k, *table)
        out = attend(torch.cat([q, tq], 2), torch.cat([k, tk], 2), torch.cat([v, tv], 2))
        a, b, c = out.split([source.shape[1], edit.shape[1], text.shape[1]], 1)
        return self.img.update(source, a, clean), self.img.update(edit, b, noisy), self.txt.update(text, c, words)


class SingleBlock(nn.Module):
    def __init__(self, dim, head):
        super().__init__()
        self.mod = nn.Linear(dim, 3 * dim)
        self.linear1, self.linear2 = nn.Linear(dim, 7 * dim), nn.Linear(5 * dim, dim)
        self.q_norm, self.k_norm = RmsNorm(head), RmsNorm(head)
        self.dim, self.head = dim, head

    def forward(self, source, edit, text, vec0, vec, table):
        clean, noisy = self.mod(F.silu(vec0)).chunk(3, -1), self.mod(F.silu(vec)).chunk(3, -1)
        sizes = [source.shape[1], edit.shape[1], text.shape[1]]
        x = torch.cat([modulate(source, *clean[:2]), modulate(edit, *noisy[:2]), modulate(text, *noisy[:2])], 1)
        qkv, mlp = self.linear1(x).split([3 * self.dim, 4 * self.dim], -1)
        b, l, _ = qkv.shape
        q, k, v = qkv.view(b, l, 3, -1, self.head).permute(2, 0, 3, 1, 4).unbind(0)
        q, k = self.q_norm(q), self.k_norm(k)
        n = sizes[0] + sizes[1]
        q = torch.cat([rotate(q[:, :, :n], *table), q[:, :, n:]], 2)
        k = torch.cat([rotate(k[:, :, :n], *table), k[:, :, n:]], 2)
        out = self.linear2(torch.cat([attend(q, k, v), F.gelu(mlp, approximate="tanh")], -1))
        a, b, c = out.split(sizes, 1)
        return (source + clean[2].unsqueeze(1) * a, edit + noisy[2].unsqueeze(1) * b,
                text + noisy[2].unsqueeze(1) * c)


class RefinerBlock(nn.Module):
    def __init__(self, dim, head):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(dim, eps=1e-6), nn.LayerNorm(dim, eps=1e-6)
        self.qkv, self.proj = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.fc1, self.fc2 = nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)
        self.gates, self.head = nn.Linear(dim, 2 * dim), head

    def forward(self, x, c):
        b, l, _ = x.shape
        g1, g2 = self.gates(F.silu(c)).unsqueeze(1).chunk(2, -1)
        q, k, v = self.qkv(self.norm1(x)).view(b, l, 3, -1, self.head).permute(2, 0, 3, 1, 4).unbind(0)
        x = x + g1 * self.proj(attend(q, k, v))
        return x + g2 * self.fc2(F.silu(self.fc1(self.norm2(x))))


class MmDit(nn.Module):
    def __init__(self, channels, patch, dim, heads, double, single, refiners, text, pooled, dims, theta, scale,
                 guidance, join):
        super().__init__()
        head = dim // heads
        self.img_in = nn.Conv3d(channels, dim, patch, patch)
        self.source_in = nn.Conv3d(channels, dim, patch, patch) if join else None
        self.txt_in, self.txt_t = nn.Linear(text, dim), Embedder(dim)
        self.txt_c = nn.Sequential(nn.Linear(text, dim), nn.SiLU(), nn.Linear(dim, dim))
        self.refiners = nn.ModuleList(RefinerBlock(dim, head) for _ in range(refiners))
        self.time_in, self.guidance_in = Embedder(dim), Embedder(dim) if guidance else None
        self.vector_in = nn.Sequential(nn.Linear(pooled, dim), nn.SiLU(), nn.Linear(dim, dim))
        self.double_blocks = nn.ModuleList(DoubleBlock(dim, head) for _ in range(double))
        self.single_blocks = nn.ModuleList(SingleBlock(dim, head) for _ in range(single))
        self.final_mod, self.final = nn.Linear(dim, 2 * dim), nn.Linear(dim, channels * math.prod(patch))
        self.patch, self.rope = patch, (dims, theta, scale)

    def forward(self, source, noisy, text, pooled, t, guidance):
        grid = [n // p for n, p in zip(noisy.shape[2:], self.patch)]
        table = [torch.cat([x, x]) for x in rope(grid, *self.rope)]
        extra = self.vector_in(pooled) + (self.guidance_in(guidance) if self.guidance_in else 0)
        vec, vec0 = self.time_in(t) + extra, self.time_in(torch.zeros_like(t)) + extra
        src, edit = (self.img_in(x).flatten(2).transpose(1, 2) for x in (source, noisy))
        if self.source_in:
            edit = edit + self.source_in(source).flatten(2).transpose(1, 2)
        words, c = self.txt_in(text), self.txt_t(t) + self.txt_c(text.mean(1))
        for block in self.refiners:
            words = block(words, c)
        for block in [*self.double_blocks, *self.single_blocks]:
            src, edit, words = block(src, edit, words, vec0, vec, table)
        shift, scale = self.final_mod(F.silu(vec)).chunk(2, -1)
        out = self.final(modulate(edit, shift, scale))
        b, (gt, gh, gw), (pt, ph, pw) = out.shape[0], grid, self.patch
        return out.view(b, gt, gh, gw, -1, pt, ph, pw).permute(0, 4, 1, 5, 2, 6, 3, 7).reshape(noisy.shape)


NANO = dict(channels=16, patch=(1, 1, 1), dim=128, heads=4, double=2, single=3, refiners=1, text=128, pooled=1280,
            dims=(8, 12, 12), theta=10.0, scale=1.5, guidance=False, join=True)
MEDIUM = dict(channels=16, patch=(1, 2, 2), dim=768, heads=12, double=4, single=11, refiners=2, text=768, pooled=768,
              dims=(16, 24, 24), theta=256.0, scale=1.0, guidance=True, join=False)


def case(config, batch, grid, words, dtype):
    def build():
        model = MmDit(**config).to(dtype)
        shape = (batch, config["channels"], *grid)
        source, noisy = torch.randn(shape, dtype=dtype), torch.randn(shape, dtype=dtype)
        text, pooled = torch.randn(batch, words, config["text"], dtype=dtype), torch.randn(
            batch, config["pooled"], dtype=dtype)
        t, guidance = torch.full((batch,), 500.0), torch.full((batch,), 1000.0)

        def step():
            for p in model.parameters():
                p.grad = None
            model(source, noisy, text, pooled, t, guidance).float().pow(2).mean().backward()

        return step

    return build


CASES = {
    "dit-nano": case(NANO, 8, (2, 8, 8), 10, torch.float32),
    "dit-nano-bf16": case(NANO, 8, (2, 8, 8), 10, torch.bfloat16),
    "dit-200m": case(MEDIUM, 1, (3, 16, 16), 32, torch.float32),
}
