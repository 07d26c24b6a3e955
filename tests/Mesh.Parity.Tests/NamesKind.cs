using Mesh.Models.Names;
using Mesh.Models.WanVae;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>The same network under published names and those of diffusers: each layout becomes the other.</summary>
internal sealed class NamesKind : IGoldenKind
{
    private const string Hunyuan = "hunyuan_transformer";
    private const string Wan = "wan_vace_transformer";
    private const string WanVae = "wan_vae";
    private const string Published = ".published.";
    private const string Diffusers = ".diffusers.";

    public bool Accepts(Golden golden) =>
        golden.Config.TryGetProperty("kind", out var kind) && kind.GetString() == "names";

    public void Verify(Golden golden)
    {
        var families = golden.Names.Select(name => name[..name.IndexOf('.', StringComparison.Ordinal)]).Distinct();
        foreach (var family in families)
            Verify(golden, family, Map(golden, family));
    }

    private static void Verify(Golden golden, string family, NameMap map)
    {
        var made = new List<string>();
        foreach (var name in Names(golden, family + Published))
        {
            using var scope = NewDisposeScope();
            var published = golden[family + Published + name];
            foreach (var (part, tensor) in map.Split(name, published))
            {
                Assert.True((tensor == golden[family + Diffusers + part]).all().ToBoolean(), part);
                Assert.Equal(name, map.ToPublished(part).Published);
                made.Add(part);
            }
            var joined = map.Join(name, part => golden[family + Diffusers + part]);
            Assert.True((joined == published).all().ToBoolean(), name);
        }
        Assert.Equal(Names(golden, family + Diffusers).Order(), made.Order());
    }

    private static NameMap Map(Golden golden, string family) => family switch
    {
        Hunyuan => MmDitNames.Map(golden.ShapeOf($"{family}{Published}img_in.proj.weight")[0]),
        Wan => WanNames.Map,
        WanVae => WanVaeNames.Map(VaeConfig(Names(golden, family + Diffusers))),
        _ => throw new InvalidDataException($"{golden.Name}: no name map for {family}."),
    };

    private static WanVaeConfig VaeConfig(IReadOnlyList<string> names)
    {
        var levels = Count(names, "decoder.up_blocks.{0}.");
        return WanVaeConfig.Wan21 with
        {
            ChannelFactors = [.. Enumerable.Repeat(1, levels)],
            NumLayers = Count(names, "decoder.up_blocks.0.resnets.{0}.") - 1,
        };
    }

    private static int Count(IReadOnlyList<string> names, string pattern)
    {
        var i = 0;
        while (names.Any(name => name.StartsWith(pattern.Replace("{0}", $"{i}", StringComparison.Ordinal),
            StringComparison.Ordinal)))
        {
            i++;
        }
        return i;
    }

    private static string[] Names(Golden golden, string prefix) =>
        [.. golden.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..])];
}
