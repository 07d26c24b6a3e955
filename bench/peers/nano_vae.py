"""The nano video autoencoder in plain PyTorch."""
import torch
import torch.nn.functional as F
from torch import nn


def cells(x, group, side):
    b, f, h, w, _ = x.shape
    x = x.reshape(b, f // group, group, h // side, side, w // side, side, -1)
    return x.permute(0, 1, 3, 5, 2, 4, 6, 7).reshape(b, f // group, h // side, w // side, -1)


def frames(x, group, side):
    b, t, h, w, _ = x.shape
    x = x.reshape(b, t, h, w, group, side, side, -1)
    return x.permute(0, 1, 4, 2, 5, 3, 6, 7).reshape(b, t * group, h * side, w * side, -1)


class Conv(nn.Conv2d):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs, 3, padding=1)

    def forward(self, x):
        y = super().forward(x.flatten(0, 1).permute(0, 3, 1, 2))
        return y.permute(0, 2, 3, 1).unflatten(0, x.shape[:2])


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.conv1, self.previous = Conv(channels, channels), nn.Linear(channels, channels, bias=False)
        self.conv2 = Conv(channels, channels)

    def forward(self, x):
        normed = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.weight
        y = self.conv1(normed) + F.pad(self.previous(normed[:, :-1]), (0, 0, 0, 0, 0, 0, 1, 0))
        return x + self.conv2(F.silu(y))


class NanoVae(nn.Module):
    def __init__(self, latent=16, half=32, quarter=96):
        super().__init__()
        self.first_in, self.rest_in = nn.Linear(48, latent), nn.Linear(192, latent)
        self.first_out, self.rest_out = nn.Linear(latent, 48), nn.Linear(latent, 192)
        self.conv_in, self.conv_out = Conv(12, half), Conv(half, 12)
        self.encode_half, self.decode_half = Block(half), nn.Sequential(Block(half), Block(half))
        self.merge_first, self.merge_rest = nn.Linear(4 * half, quarter), nn.Linear(16 * half, quarter)
        self.encode_quarter = nn.Sequential(Block(quarter), Block(quarter))
        self.decode_quarter = nn.Sequential(Block(quarter), Block(quarter))
        self.proj_out, self.proj_in = nn.Linear(quarter, latent), nn.Linear(latent, quarter)
        self.split_first, self.split_rest = nn.Linear(quarter, 4 * half), nn.Linear(quarter, 16 * half)

    def forward(self, video):
        x = video.permute(0, 2, 3, 4, 1).contiguous()
        y = self.encode_half(self.conv_in(cells(x, 1, 2)))
        y = torch.cat([self.merge_first(cells(y[:, :1], 1, 2)), self.merge_rest(cells(y[:, 1:], 4, 2))], 1)
        linear = torch.cat([self.first_in(cells(x[:, :1], 1, 4)), self.rest_in(cells(x[:, 1:], 4, 4))], 1)
        z = linear + self.proj_out(self.encode_quarter(y))
        y = self.decode_quarter(self.proj_in(z))
        y = torch.cat([frames(self.split_first(y[:, :1]), 1, 2), frames(self.split_rest(y[:, 1:]), 4, 2)], 1)
        y = frames(self.conv_out(self.decode_half(y)), 1, 2)
        linear = torch.cat([frames(self.first_out(z[:, :1]), 1, 4), frames(self.rest_out(z[:, 1:]), 4, 4)], 1)
        return (linear + y).permute(0, 4, 1, 2, 3)


def build():
    vae, video = NanoVae(), torch.randn(16, 3, 5, 32, 32)

    def step():
        for p in vae.parameters():
            p.grad = None
        (vae(video) - video).pow(2).mean().backward()

    return step


CASES = {"vae-nano": build}
