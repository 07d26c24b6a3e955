using System.Diagnostics;
using Mesh.Curation.Clips;
using Mesh.Curation.Dataset;

namespace Mesh.Bench.Curation;

/// <summary>Samples that the catalogue takes in a second.</summary>
internal static class CatalogueSpeed
{
    private const int Samples = 50_000;

    public static double Measure(string folder)
    {
        var started = Stopwatch.GetTimestamp();
        using (var catalogue = new Catalogue(Path.Combine(folder, "catalogue.db")))
        {
            for (var number = 0; number < Samples; number++)
            {
                catalogue.Add(
                    new Sample
                    {
                        Id = $"{number:x16}-0001-00",
                        Source = new('a', 64),
                        Shot = 1,
                        Bucket = "480x768x77",
                        Rate = 25,
                        Files = [new("edited", "k", new('b', 64), 1000), new("original", "k", new('c', 64), 1000)],
                        Instruction = "Pan the camera to the right and zoom in.",
                    },
                    "480x768x77-00000.tar");
            }
            catalogue.Complete();
        }
        return Samples / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
