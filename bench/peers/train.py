"""A training step in plain PyTorch: rectified flow, clipped gradient, AdamW, moving average."""
import copy

import torch

import mmdit


def step_of(config, batch, grid, words):
    def build():
        model = mmdit.MmDit(**config)
        average = copy.deepcopy(model)
        ours, kept = list(model.parameters()), [p.detach() for p in average.parameters()]
        optimizer = torch.optim.AdamW(ours, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, foreach=True)
        shape = (batch, config["channels"], *grid)
        source, target = torch.randn(shape), torch.randn(shape)
        text, pooled = torch.randn(batch, words, config["text"]), torch.randn(batch, config["pooled"])

        def step():
            noise, t = torch.randn(shape), torch.rand(batch)
            at = t.view(-1, 1, 1, 1, 1)
            out = model(source, at * noise + (1 - at) * target, text, pooled, t * 1000, None)
            loss = (out - (noise - target)).pow(2).mean()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(ours, 1.0)
            optimizer.step()
            with torch.no_grad():
                torch._foreach_mul_(kept, 0.999)
                torch._foreach_add_(kept, [p.detach() for p in ours], alpha=0.001)
            return loss.item()

        return step

    return build


CASES = {"train-nano": step_of(mmdit.NANO, 8, (3, 8, 8), 5)}
