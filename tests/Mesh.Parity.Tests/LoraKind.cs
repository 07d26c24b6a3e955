using System.Text.Json;
using Mesh.Models.Names;
using Mesh.Nn.Lora;
using Mesh.Tensors;
using Mesh.TestKit;
using Mesh.Weights.Lora;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>A LoRA of Wan's transformer: applied, merged, in every layout of files, and trained.</summary>
internal sealed class LoraKind : IGoldenKind
{
    private const string Peft = "lora.peft.";
    private const string Diffusers = "lora.diffusers.";
    private const string Original = "lora.original.";
    private const string Header = "lora_adapter_metadata";

    public bool Accepts(Golden golden) => golden.Has("out.scale_half") && golden.Has("out.merged")
        && golden.Names.Any(name => name.StartsWith(Peft, StringComparison.Ordinal));

    public void Verify(Golden golden)
    {
        using var folder = new TemporaryFolder();
        using var network = new LoraGoldenNetwork(golden);
        using (no_grad())
        {
            network.Verify("out.base", "act.base.");
            VerifyAdapter(golden, network, folder);
            VerifyLayouts(golden, network, folder);
        }
        LoraTraining.Verify(golden, network, ReadPeft(golden, folder));
    }

    private static void VerifyAdapter(Golden golden, LoraGoldenNetwork network, TemporaryFolder folder)
    {
        using var weights = ReadPeft(golden, folder);
        var adapter = LoraAdapter.Attach(network.Model, weights);
        network.Verify("out.adapter", "act.adapter.");
        adapter.Strength = 0;
        Close.Assert("out.disabled", network.Run(), golden["out.disabled"]);
        adapter.Strength = 0.5;
        Close.Assert("out.scale_half", network.Run(), golden["out.scale_half"]);
        adapter.Strength = 1;

        adapter.Merge();
        Close.Assert("out.merged", network.Run(), golden["out.merged"]);
        var merged = StateDict.Of(network.Model);
        foreach (var name in golden.Names.Where(name => name.StartsWith("merged.", StringComparison.Ordinal)))
            Close.Assert(name, merged[WanNames.Map.ToPublished(name["merged.".Length..]).Published], golden[name]);
        adapter.Unmerge();
        Close.Assert("out.adapter again", network.Run(), golden["out.adapter"]);
        adapter.Detach();
        Close.Assert("out.base again", network.Run(), golden["out.base"]);
    }

    private static void VerifyLayouts(Golden golden, LoraGoldenNetwork network, TemporaryFolder folder)
    {
        var metadata = golden.Config.GetProperty(Header).GetRawText();
        Verify(Diffusers, new() { [Header] = metadata }, "out.adapter", LoraLayout.Diffusers);
        Verify(Diffusers, [], "out.diffusers_noalpha", null);
        Verify(Original, [], "out.original_alpha", LoraLayout.Original);
        Verify(Peft, [], "out.adapter", LoraLayout.Peft);
        VerifyAlphaEntries(golden, network, folder);

        void Verify(string prefix, Dictionary<string, string> header, string output, LoraLayout? written)
        {
            using var weights = prefix == Peft
                ? ReadPeft(golden, folder)
                : Read(folder.At($"{prefix}{output}.safetensors"), Recorded(golden, prefix), header);
            Run(golden, network, weights, output);
            if (written is { } layout)
                VerifyWritten(golden, prefix, weights, layout);
        }
    }

    private static void Run(Golden golden, LoraGoldenNetwork network, LoraWeights weights, string output)
    {
        var adapter = LoraAdapter.Attach(network.Model, weights);
        Close.Assert(output, network.Run(), golden[output]);
        adapter.Detach();
    }

    // The layout of diffusers with an alpha beside each layer, as other trainers write it.
    private static void VerifyAlphaEntries(Golden golden, LoraGoldenNetwork network, TemporaryFolder folder)
    {
        if (!golden.Has("out.diffusers_alpha"))
            return;
        var tensors = Recorded(golden, Diffusers);
        var alpha = (float)golden.Config.GetProperty("lora_alpha").GetDouble();
        foreach (var name in Recorded(golden, Diffusers).Keys.Where(name => name.Contains("lora_A")))
            tensors[name.Replace(".lora_A.weight", ".alpha", StringComparison.Ordinal)] = tensor(alpha);
        using var weights = Read(folder.At("alpha.safetensors"), tensors, []);
        Run(golden, network, weights, "out.diffusers_alpha");
    }

    private static void VerifyWritten(Golden golden, string prefix, LoraWeights weights, LoraLayout layout)
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("adapter_model.safetensors");
        LoraWriter.Write(path, weights, layout, WanNames.Map);

        var recorded = Recorded(golden, prefix);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal(recorded.Keys.Order(StringComparer.Ordinal), file.Entries.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, expected) in recorded)
            Assert.True((file.Read(name) == expected).all().ToBoolean(), name);
        using var again = LoraReader.Read(folder.Path, WanNames.Map);
        Assert.Equal(
            weights.Layers.ToDictionary(pair => pair.Key, pair => pair.Value.Scale),
            again.Layers.ToDictionary(pair => pair.Key, pair => pair.Value.Scale));
    }

    private static Dictionary<string, Tensor> Recorded(Golden golden, string prefix) =>
        golden.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[prefix.Length..], name => golden[name]);

    private static LoraWeights ReadPeft(Golden golden, TemporaryFolder folder)
    {
        var peft = Directory.CreateDirectory(folder.At("peft")).FullName;
        var cfg = golden.Config;
        File.WriteAllText(Path.Combine(peft, "adapter_config.json"), JsonSerializer.Serialize(new
        {
            peft_type = "LORA",
            r = cfg.Integer("r"),
            lora_alpha = cfg.GetProperty("lora_alpha").GetDouble(),
        }));
        SafetensorsWriter.Save(Path.Combine(peft, "adapter_model.safetensors"), Recorded(golden, Peft));
        return LoraReader.Read(peft, WanNames.Map);
    }

    private static LoraWeights Read(
        string path, Dictionary<string, Tensor> tensors, Dictionary<string, string> header)
    {
        SafetensorsWriter.Save(path, tensors, header);
        return LoraReader.Read(path, WanNames.Map);
    }
}
