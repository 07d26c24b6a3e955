namespace TorchSharp.Modules;

// The format of the official package: the class, the numbers of options and states, the options, the states.
public abstract partial class OptimizerHelper
{
    /// <summary>What is written before a value in states of mixed types.</summary>
    protected enum TypeCode
    {
        Double = 0,
        Long = 1,
        Tensor = 2,
        Options = 3,
        State = 4,
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var saved = state_dict();
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt64(saved.Options.Count);
        writer.Write7BitEncodedInt64(saved.State.Count);
        foreach (var options in saved.Options)
            options.SaveStateDict(writer);
        foreach (var state in saved.State)
            state.SaveStateDict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <exception cref="InvalidDataException">Another optimizer wrote the stream.</exception>
    /// <exception cref="ArgumentException">Another number of groups or parameters.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var writtenBy = reader.ReadString();
        if (writtenBy != GetType().Name)
            throw new InvalidDataException(
                $"Mismatched optimizer type: expected '{GetType().Name}', but found '{writtenBy}'.");
        var own = state_dict();
        Require((int)reader.Read7BitEncodedInt64(), own.Options.Count, "parameter groups");
        Require((int)reader.Read7BitEncodedInt64(), own.State.Count, "states");
        foreach (var options in own.Options)
            options.LoadStateDict(reader);
        foreach (var state in own.State)
            state.LoadStateDict(reader);
    }
}
