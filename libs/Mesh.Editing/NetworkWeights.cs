using Mesh.Nn.Offload;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>Networks of a model folder with their weights; problems are told as <see cref="ModelException"/>.</summary>
internal static class NetworkWeights
{
    /// <summary>Builds a network where it will run and fills it with weights, or with a few blocks of them.</summary>
    /// <exception cref="ModelException">No file, an unreadable one, or other names or shapes.</exception>
    public static T Weights<T>(this ModelFiles files, NetworkFile network, ModelPlace place)
        where T : nn.Module
    {
        var checkpoint = ModelFiles.Open(files.Require([.. network.Files]));
        var isStreamed = false;
        try
        {
            var (module, keyOf) = Filled(
                () => (T)network.Build(place.Layers(network)),
                module => network.Keys(checkpoint.Names, module),
                checkpoint);
            if (module is IStreamsBlocks { IsStreaming: true } streaming)
            {
                streaming.StreamBlocks(Reader(checkpoint, keyOf), checkpoint);
                isStreamed = true;
            }
            return module;
        }
        finally
        {
            if (!isStreamed)
                checkpoint.Dispose();
        }
    }

    /// <summary>Builds a network and fills it with weights.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="build">Makes the network, where and in the precision it will run.</param>
    /// <param name="candidates">Files or folders that may hold the weights; the first that exists is taken.</param>
    /// <exception cref="ModelException">No file, an unreadable one, or other names or shapes.</exception>
    public static T Weights<T>(this ModelFiles files, Func<T> build, params ReadOnlySpan<string> candidates)
        where T : nn.Module => files.Weights(build, static (_, _) => static name => name, candidates);

    /// <inheritdoc cref="Weights{T}(ModelFiles, Func{T}, ReadOnlySpan{string})"/>
    /// <param name="files">The folder.</param>
    /// <param name="build">Makes the network, where and in the precision it will run.</param>
    /// <param name="keys">From the names in the file to those of the network; null for one it does not need.</param>
    /// <param name="candidates">Files or folders that may hold the weights; the first that exists is taken.</param>
    public static T Weights<T>(
        this ModelFiles files,
        Func<T> build,
        Func<IEnumerable<string>, T, Func<string, string?>> keys,
        params ReadOnlySpan<string> candidates)
        where T : nn.Module
    {
        using var checkpoint = ModelFiles.Open(files.Require(candidates));
        return Filled(build, module => keys(checkpoint.Names, module), checkpoint).Network;
    }

    private static (T Network, Func<string, string?> KeyOf) Filled<T>(
        Func<T> build, Func<T, Func<string, string?>> keys, Checkpoint checkpoint)
        where T : nn.Module
    {
        var module = build().OutOfScope();
        try
        {
            var keyOf = keys(module);
            StateDict.Load(module, checkpoint, keyOf);
            module.eval();
            return (module, keyOf);
        }
        catch (InvalidDataException error)
        {
            module.Dispose();
            throw new ModelException(error.Message, error);
        }
    }

    private static ReadWeight Reader(Checkpoint checkpoint, Func<string, string?> keyOf)
    {
        var names = checkpoint.Names.Select(name => (Key: keyOf(name), Name: name))
            .Where(pair => pair.Key is not null).ToDictionary(pair => pair.Key!, pair => pair.Name);
        return (key, destination) => checkpoint.ReadInto(names[key], destination);
    }
}
