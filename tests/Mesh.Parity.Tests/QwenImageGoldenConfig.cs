using System.Text.Json;
using Mesh.Diffusion;
using Mesh.Models.QwenImage;

namespace Mesh.Parity.Tests;

/// <summary>From the recorded settings of the Qwen-Image reference to ours.</summary>
internal static class QwenImageGoldenConfig
{
    public static QwenImageConfig Of(JsonElement cfg) => new()
    {
        InChannels = cfg.GetProperty("in_channels").GetInt32(),
        OutChannels = cfg.GetProperty("out_channels").GetInt32(),
        TextChannels = cfg.GetProperty("joint_attention_dim").GetInt32(),
        NumHeads = cfg.GetProperty("num_attention_heads").GetInt32(),
        HeadDim = cfg.GetProperty("attention_head_dim").GetInt32(),
        NumLayers = cfg.GetProperty("num_layers").GetInt32(),
        RopeChannels = [.. cfg.GetProperty("axes_dims_rope").EnumerateArray().Select(x => x.GetInt32())],
        CleanReferences = cfg.TryGetProperty("zero_cond_t", out var clean) && clean.GetBoolean(),
    };

    /// <param name="golden">The recorded numbers.</param>
    /// <param name="pictures">Case that names the pictures and the time.</param>
    /// <param name="text">Case that names the text.</param>
    public static QwenImageInput Input(Golden golden, string pictures, string text) => new(
        golden[$"in.{pictures}.hidden_states"],
        [.. golden[$"in.{pictures}.img_shapes"].data<long>().ToArray().Chunk(3)
            .Select(shape => new TokenGrid(shape[1], shape[2]))],
        golden[$"in.{text}.text"],
        golden[$"in.{text}.text_mask"],
        golden[$"in.{pictures}.timestep"]);

    public static DynamicShiftSchedule Schedule(JsonElement scheduler)
    {
        Assert.Equal("exponential", scheduler.GetProperty("time_shift_type").GetString());
        return new()
        {
            BaseTokens = scheduler.GetProperty("base_image_seq_len").GetInt32(),
            MaxTokens = scheduler.GetProperty("max_image_seq_len").GetInt32(),
            BaseShift = scheduler.GetProperty("base_shift").GetDouble(),
            MaxShift = scheduler.GetProperty("max_shift").GetDouble(),
            Terminal = scheduler.GetProperty("shift_terminal").GetDouble(),
        };
    }
}
