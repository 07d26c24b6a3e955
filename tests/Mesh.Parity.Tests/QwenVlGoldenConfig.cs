using System.Text.Json;
using Mesh.Models.QwenVl;

namespace Mesh.Parity.Tests;

/// <summary>From the constructor arguments of the reference Qwen2.5-VL to our config and inputs.</summary>
internal static class QwenVlGoldenConfig
{
    public static QwenVlConfig Of(JsonElement cfg) => new()
    {
        Text = EncoderGoldenConfig.Llama(cfg) with
        {
            RopeSections = Integers(cfg.GetProperty("mrope_section")),
            HasQkvBias = true,
        },
        Vision = Vision(cfg.GetProperty("vision_config")),
        ImageId = cfg.Integer("image_token_id"),
        VideoId = cfg.Integer("video_token_id"),
        TiesEmbeddings = cfg.Optional("tie_word_embeddings") is { ValueKind: JsonValueKind.True },
    };

    /// <summary>The recorded inputs of a case.</summary>
    public static QwenVlInput Input(Golden golden, string name) =>
        new(golden[$"in.{name}.input_ids"], golden[$"in.{name}.attention_mask"])
        {
            Images = Patches(golden, $"in.{name}.pixel_values", $"in.{name}.image_grid_thw"),
            Videos = Patches(golden, $"in.{name}.pixel_values_videos", $"in.{name}.video_grid_thw") is { } videos
                ? videos with { SecondsPerStep = Seconds(golden, $"in.{name}.second_per_grid_ts") }
                : null,
        };

    private static VisualPatches? Patches(Golden golden, string rows, string grids) => golden.Has(rows)
        ? new(golden[rows], [.. golden[grids].data<long>().ToArray().Chunk(3)
            .Select(grid => new PatchGrid((int)grid[0], (int)grid[1], (int)grid[2]))])
        : null;

    private static double[]? Seconds(Golden golden, string name) => golden.Has(name)
        ? [.. golden[name].data<float>().ToArray().Select(value => (double)value)]
        : null;

    private static QwenVlVisionConfig Vision(JsonElement cfg) => new()
    {
        NumLayers = cfg.Integer("depth"),
        HiddenSize = cfg.Integer("hidden_size"),
        FfnSize = cfg.Integer("intermediate_size"),
        NumHeads = cfg.Integer("num_heads"),
        Channels = cfg.Integer("in_channels", 3),
        PatchSize = cfg.Integer("patch_size"),
        FramesPerPatch = cfg.Integer("temporal_patch_size"),
        MergeSize = cfg.Integer("spatial_merge_size"),
        WindowSize = cfg.Integer("window_size"),
        FullAttentionLayers = Integers(cfg.GetProperty("fullatt_block_indexes")),
        OutputSize = cfg.Integer("out_hidden_size"),
        PlacesPerSecond = cfg.Integer("tokens_per_second", 4),
    };

    private static int[] Integers(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];
}
