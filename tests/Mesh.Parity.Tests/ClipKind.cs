using Mesh.Models.Clip;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>CLIP: both transformers layer by layer, the shared space, and scores.</summary>
internal sealed class ClipKind : IGoldenKind
{
    public bool Accepts(Golden golden) => golden.Has("w.text_projection.weight")
        && golden.Has("w.visual_projection.weight") && golden.Has("in.pixel_values") && golden.Has("in.input_ids");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var cfg = golden.Config;
        var model = new ClipModel(new ClipConfig(
            EncoderGoldenConfig.ClipText(cfg.GetProperty("text")),
            EncoderGoldenConfig.ClipVision(cfg.GetProperty("vision")),
            cfg.Integer("projection_dim")));
        golden.Load(model);
        VerifyText(golden, (ClipTextTransformer)BlockOutputs.Child(model, "text_model"));
        VerifyVision(golden, (ClipVisionTransformer)BlockOutputs.Child(model, "vision_model"));
        VerifyScores(golden, model);
    }

    private static void VerifyText(Golden golden, ClipTextTransformer text)
    {
        var (ids, mask) = (golden["in.input_ids"], golden["in.attention_mask"]);
        using (var outputs = BlockOutputs.OfClip(text))
        {
            var (tokens, pooled) = text.call(ids, null);
            VerifyStates(golden, "act.text", outputs);
            Close.Assert("out.text.last", tokens, golden["out.text.last"]);
            Close.Assert("out.text.pooled", pooled, golden["out.text.pooled"]);
        }

        Close.Assert("out.text.pooled_masked", text.call(ids, mask).Pooled, golden["out.text.pooled_masked"]);
    }

    private static void VerifyVision(Golden golden, ClipVisionTransformer vision)
    {
        using var outputs = BlockOutputs.OfClip(vision);
        var (_, pooled) = vision.call(golden["in.pixel_values"]);
        VerifyStates(golden, "act.vision", outputs);
        Close.Assert("out.vision.pooled", pooled, golden["out.vision.pooled"]);
    }

    private static void VerifyScores(Golden golden, ClipModel model)
    {
        var (ids, mask, pixels) = (golden["in.input_ids"], golden["in.attention_mask"], golden["in.pixel_values"]);
        var (text, image) = (model.EmbedText(ids, mask), model.EmbedImage(pixels));
        var scores = model.call(pixels, ids, mask);
        Close.Assert("out.text_embeds", text, golden["out.text_embeds"]);
        Close.Assert("out.image_embeds", image, golden["out.image_embeds"]);
        Close.Assert("out.cosine", text.matmul(image.t()), golden["out.cosine"]);
        Close.Assert("out.logits_per_text", scores, golden["out.logits_per_text"]);
        Close.Assert("out.pickscore_probs", scores.softmax(-1), golden["out.pickscore_probs"]);
    }

    private static void VerifyStates(Golden golden, string prefix, BlockOutputs outputs)
    {
        for (var i = 0; i < outputs.States.Count; i++)
            Close.Assert($"{prefix}.hidden_states.{i}", outputs.States[i], golden[$"{prefix}.hidden_states.{i}"]);
    }
}
