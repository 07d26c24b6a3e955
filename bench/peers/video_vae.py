"""The causal 3D VAE of HunyuanVideo in plain PyTorch, untiled."""
import torch
import torch.nn.functional as F
from torch import nn


class CausalConv(nn.Module):
    def __init__(self, inputs, outputs, kernel=3, stride=1):
        super().__init__()
        self.conv = nn.Conv3d(inputs, outputs, kernel, stride)
        self.pad = (kernel // 2, kernel // 2, kernel // 2, kernel // 2, kernel - 1, 0)

    def forward(self, x):
        return self.conv(F.pad(x, self.pad, mode="replicate") if any(self.pad) else x)


class Resnet(nn.Module):
    def __init__(self, inputs, outputs, groups):
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(groups, inputs, 1e-6), CausalConv(inputs, outputs)
        self.norm2, self.conv2 = nn.GroupNorm(groups, outputs, 1e-6), CausalConv(outputs, outputs)
        self.shortcut = CausalConv(inputs, outputs, 1) if inputs != outputs else nn.Identity()

    def forward(self, x):
        y = self.conv1(F.silu(self.norm1(x)))
        return self.shortcut(x) + self.conv2(F.silu(self.norm2(y)))


class Attention(nn.Module):
    def __init__(self, channels, groups):
        super().__init__()
        self.norm = nn.GroupNorm(groups, channels, 1e-6)
        self.q, self.k, self.v, self.out = (nn.Linear(channels, channels) for _ in range(4))

    def forward(self, x):
        b, c, t, h, w = x.shape
        y = self.norm(x.flatten(2)).transpose(1, 2)
        frame = torch.arange(t).repeat_interleave(h * w)
        mask = torch.zeros(t * h * w, t * h * w).masked_fill(frame[:, None] < frame[None], float("-inf"))
        weights = (torch.matmul(self.q(y) * c**-0.5, self.k(y).transpose(1, 2)) + mask).softmax(-1)
        return x + self.out(torch.matmul(weights, self.v(y))).transpose(1, 2).view(x.shape)


def mid(channels, groups):
    return nn.Sequential(Resnet(channels, channels, groups), Attention(channels, groups),
                         Resnet(channels, channels, groups))


class Upsample(nn.Module):
    def __init__(self, channels, factor):
        super().__init__()
        self.conv, self.factor = CausalConv(channels, channels), factor

    def forward(self, x):
        first = F.interpolate(x[:, :, 0], scale_factor=self.factor[1:], mode="nearest").unsqueeze(2)
        if x.shape[2] > 1:
            rest = F.interpolate(x[:, :, 1:].contiguous(), scale_factor=self.factor, mode="nearest")
            first = torch.cat([first, rest], 2)
        return self.conv(first)


class VideoVae(nn.Module):
    def __init__(self, widths=(128, 256, 512, 512), layers=2, groups=32, latent=16):
        super().__init__()
        factors = [(1, 2, 2), (2, 2, 2), (2, 2, 2), None]
        down, previous = [CausalConv(3, widths[0])], widths[0]
        for width, factor in zip(widths, factors):
            for _ in range(layers):
                down.append(Resnet(previous, width, groups))
                previous = width
            if factor:
                down.append(CausalConv(width, width, 3, factor))
        last = widths[-1]
        self.encoder = nn.Sequential(*down, mid(last, groups), nn.GroupNorm(groups, last, 1e-6), nn.SiLU(),
                                     CausalConv(last, 2 * latent))
        up, previous = [CausalConv(latent, last), mid(last, groups)], last
        for width, factor in zip(reversed(widths), factors):
            for _ in range(layers + 1):
                up.append(Resnet(previous, width, groups))
                previous = width
            if factor:
                up.append(Upsample(width, factor))
        self.decoder = nn.Sequential(*up, nn.GroupNorm(groups, widths[0], 1e-6), nn.SiLU(), CausalConv(widths[0], 3))
        self.quant, self.post_quant = nn.Conv3d(2 * latent, 2 * latent, 1), nn.Conv3d(latent, latent, 1)

    def forward(self, video):
        mean = self.quant(self.encoder(video)).chunk(2, 1)[0]
        return self.decoder(self.post_quant(mean))


def case(size, frames, **config):
    def build():
        vae, video = VideoVae(**config), torch.randn(1, 3, frames, size, size)

        def step():
            for p in vae.parameters():
                p.grad = None
            (vae(video) - video).pow(2).mean().backward()

        return step

    return build


CASES = {
    "vae-small": case(32, 5, widths=(16, 32, 64, 64), layers=1, groups=8),
    "vae-200m": case(16, 5),
}
