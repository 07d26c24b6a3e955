using System.Text.Json;
using Mesh.Models.Llama;
using Mesh.Models.Llava;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>LLaVA: image features, hidden states with images among the tokens, scores, generation.</summary>
internal sealed class LlavaKind : IGoldenKind
{
    public bool Accepts(Golden golden) => golden.Has("w.multi_modal_projector.linear_1.weight")
        && golden.Has("w.language_model.lm_head.weight") && golden.Has("in.pixel_values");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var model = new LlavaModel(Config(golden.Config));
        golden.Load(model);
        var (ids, mask, pixels) = (golden["in.input_ids"], golden["in.attention_mask"], golden["in.pixel_values"]);
        Close.Assert("act.image_features", model.Features(pixels), golden["act.image_features"]);

        var language = (LlamaLanguageModel)BlockOutputs.Child(model, "language_model");
        using (var outputs = BlockOutputs.Of(language.model))
        {
            Close.Assert("out.logits", model.call(ids, mask, pixels), golden["out.logits"], mask);
            for (var i = 0; i < outputs.States.Count - 1; i++)
                Close.Assert($"act.hidden_states.{i}", outputs.States[i], golden[$"act.hidden_states.{i}"], mask);
            Close.Assert("out.skip2", outputs.States[^3], golden["out.skip2"], mask);
            var last = $"act.hidden_states.{outputs.States.Count - 1}";
            Close.Assert(last, model.States(ids, mask, pixels), golden[last], mask);
        }

        LlamaKind.VerifyGeneration(golden, (prompts, seen, options, onStep) =>
            model.Generate(prompts, seen, pixels, options, onStep));
    }

    private static LlavaConfig Config(JsonElement cfg)
    {
        Assert.Equal("gelu", cfg.Text("projector_hidden_act", "gelu"));
        return new LlavaConfig
        {
            Text = EncoderGoldenConfig.Llama(cfg.GetProperty("text")),
            Vision = EncoderGoldenConfig.ClipVision(cfg.GetProperty("vision")),
            ImageId = cfg.Integer("image_token_index"),
            SkippedVisionLayers = -1 - cfg.Integer("vision_feature_layer", -2),
            KeepClassToken = cfg.Text("vision_feature_select_strategy", "default") == "full",
        };
    }
}
