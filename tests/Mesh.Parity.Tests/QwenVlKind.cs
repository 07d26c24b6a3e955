using Mesh.Models.Llama;
using Mesh.Models.QwenVl;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>
/// Qwen2.5-VL: places, windows, every block of both towers, hidden states, scores, cached generation.
/// </summary>
internal sealed class QwenVlKind : IGoldenKind
{
    public bool Accepts(Golden golden) => golden.Has("w.visual.merger.ln_q.weight")
        && golden.Has("w.visual.blocks.0.mlp.gate_proj.weight") && golden.Has("w.model.embed_tokens.weight");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var model = new QwenVlModel(QwenVlGoldenConfig.Of(golden.Config));
        golden.Load(model);
        foreach (var name in (string[])["a", "b", "c"])
        {
            if (golden.Has($"in.{name}.input_ids"))
                VerifyCase(golden, model, name);
        }
        VerifyGeneration(golden, model);
    }

    private static void VerifyCase(Golden golden, QwenVlModel model, string name)
    {
        var input = QwenVlGoldenConfig.Input(golden, name);
        VerifyPlaces(golden, model.Config, input, name);
        foreach (var (pictures, prefix) in Visuals(golden, input, name))
            VerifyVision(golden, model, pictures, prefix);

        using (var outputs = new ModuleOutputs(BlockOutputs.Child(model, "model")))
        {
            Close.Assert($"out.{name}.logits", model.call(input), golden[$"out.{name}.logits"], input.Mask);
            var layers = model.Config.Text.NumLayers;
            for (var i = 0; i < layers - 1; i++)
                Compare($"act.{name}.hidden{i + 1}", outputs[$"layers.{i}"]);
            Compare($"act.{name}.layer{layers - 1}_prenorm", outputs[$"layers.{layers - 1}"]);
            Compare($"act.{name}.layer0.attn", outputs["layers.0.self_attn"]);
            Compare($"act.{name}.hidden{layers}", outputs["norm"]);
        }

        Close.Assert(
            $"states of {name}", model.States(input),
            golden[$"act.{name}.hidden{model.Config.Text.NumLayers}"], input.Mask);

        void Compare(string recorded, Tensor actual)
        {
            if (golden.Has(recorded))
                Close.Assert(recorded, actual, golden[recorded], input.Mask);
        }
    }

    private static void VerifyPlaces(Golden golden, QwenVlConfig config, QwenVlInput input, string name)
    {
        var places = new QwenVlPlaces(config, QwenVlInputGrids.Of(input)).Of(
            input.Ids.data<long>().ToArray(), input.Mask.data<long>().ToArray(), (int)input.Ids.shape[1]);
        var all = tensor(places, [3, .. input.Ids.shape]);
        Close.Assert(
            $"act.{name}.position_ids", all, golden[$"act.{name}.position_ids"],
            input.Mask.unsqueeze(0).expand(3, -1, -1));
    }

    // A case with pictures or videos alone calls what it recorded of them "visual".
    private static IEnumerable<(VisualPatches Pictures, string Prefix)> Visuals(
        Golden golden, QwenVlInput input, string name)
    {
        var only = $"act.{name}.visual.";
        if (input.Images is { } images)
            yield return (images, golden.Has(only + "merger") ? only : $"act.{name}.visual_image.");
        if (input.Videos is { } videos)
            yield return (videos, golden.Has(only + "merger") ? only : $"act.{name}.visual_video.");
    }

    private static void VerifyVision(Golden golden, QwenVlModel model, VisualPatches pictures, string prefix)
    {
        VerifyLayout(golden, new VisionLayout(pictures.Grids, model.Config.Vision), prefix);

        using var outputs = new ModuleOutputs(BlockOutputs.Child(model, "visual"));
        Close.Assert(prefix + "merger", model.Features(pictures), golden[prefix + "merger"]);
        Close.Assert(prefix + "patch_embed", outputs["patch_embed"], golden[prefix + "patch_embed"]);
        Close.Assert(prefix + "block0.attn", outputs["blocks.0.attn"], golden[prefix + "block0.attn"]);
        for (var i = 0; i < model.Config.Vision.NumLayers; i++)
            Close.Assert($"{prefix}block{i}", outputs[$"blocks.{i}"], golden[$"{prefix}block{i}"]);
    }

    private static void VerifyLayout(Golden golden, VisionLayout layout, string prefix)
    {
        Assert.Equal(golden[prefix + "window_index"].data<long>().ToArray(), layout.Cells);
        Assert.Equal(golden[prefix + "cu_window_seqlens"].data<long>().ToArray(), Ends(layout.Windows));
        Assert.Equal(golden[prefix + "cu_seqlens"].data<long>().ToArray(), Ends(layout.Frames));
        Assert.Equal(
            golden[prefix + "patch_hw"].data<long>().ToArray(),
            layout.Rows.Zip(layout.Columns).SelectMany(place => new[] { place.First, place.Second }));
    }

    private static IEnumerable<long> Ends(IEnumerable<long> lengths)
    {
        var end = 0L;
        return [0, .. lengths.Select(length => end += length)];
    }

    private static void VerifyGeneration(Golden golden, QwenVlModel model)
    {
        var recorded = golden["out.d.ids"];
        var scores = new List<Tensor>();
        var rows = model.Generate(
            QwenVlGoldenConfig.Input(golden, "b"), new GenerationOptions { MaxTokens = (int)recorded.shape[1] },
            (_, step) => scores.Add(step.clone().DetachFromDisposeScope()));

        Assert.Equal(recorded.flatten().data<long>().ToArray(), rows.SelectMany(row => row));
        Close.Assert("out.d.logits", stack([.. scores], 1), golden["out.d.logits"]);
    }
}
