using Mesh.Models.Llama;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>The LLaMA: every hidden state, the states without the last layers, scores, cached generation.</summary>
internal sealed class LlamaKind : IGoldenKind
{
    public bool Accepts(Golden golden) => golden.Has("w.model.embed_tokens.weight") && golden.Has("w.lm_head.weight")
        && golden.Has("in.input_ids");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var config = EncoderGoldenConfig.Llama(golden.Config);
        var model = new LlamaLanguageModel(config);
        golden.Load(model);
        VerifyStates(golden, model);
        VerifySkip(golden, config, model);
        VerifyGeneration(golden, model.Generate);
    }

    /// <summary>Greedy generation with a cache, and the scores of each step.</summary>
    public static void VerifyGeneration(
        Golden golden,
        Func<Tensor, Tensor, GenerationOptions, GenerationStep, IReadOnlyList<long[]>> generate)
    {
        if (!golden.Has("out.generate.ids"))
            return;

        var recorded = golden["out.generate.ids"];
        var scores = new List<Tensor>();
        var rows = generate(
            golden["in.generate.input_ids"], golden["in.generate.attention_mask"],
            new GenerationOptions { MaxTokens = (int)recorded.shape[1] },
            (_, step) => scores.Add(step.clone().DetachFromDisposeScope()));

        Assert.Equal(recorded.flatten().data<long>().ToArray(), rows.SelectMany(row => row));
        Close.Assert("out.generate.logits", stack([.. scores], 1), golden["out.generate.logits"]);
    }

    private static void VerifyStates(Golden golden, LlamaLanguageModel model)
    {
        var mask = golden["in.attention_mask"];
        using var outputs = BlockOutputs.Of(model.model);
        var scores = model.call(golden["in.input_ids"], mask);
        var layers = outputs.States.Count - 1;
        for (var i = 0; i < layers; i++)
            Close.Assert($"act.hidden_states.{i}", outputs.States[i], golden[$"act.hidden_states.{i}"], mask);

        var last = model.model.call(golden["in.input_ids"], mask);
        Close.Assert($"act.hidden_states.{layers}", last, golden[$"act.hidden_states.{layers}"], mask);
        Close.Assert("out.last", last, golden["out.last"], mask);
        Close.Assert("out.logits", scores, golden["out.logits"], mask);
    }

    // The layers that are skipped are not there at all.
    private static void VerifySkip(Golden golden, LlamaConfig config, LlamaLanguageModel whole)
    {
        var skip = golden.Config.Integer("hidden_states_skip", 2);
        var cut = new LlamaModel(config, skip: skip);
        var weights = StateDict.Of(whole.model);
        foreach (var (name, weight) in StateDict.Of(cut))
            weight.copy_(weights[name]);

        Assert.Equal(config.NumLayers - skip, cut.Config.NumLayers);
        var mask = golden["in.attention_mask"];
        Close.Assert($"out.skip{skip}", cut.call(golden["in.input_ids"], mask), golden[$"out.skip{skip}"], mask);
    }
}
