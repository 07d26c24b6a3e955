namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // The format of the official package: the number of entries, then each name with its tensor.
        public partial class Module
        {
            /// <summary>Writes the state dict to a file.</summary>
            /// <param name="location">Path; an existing file is replaced.</param>
            /// <param name="skip">Names that are left out.</param>
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public static void save_state_dict(
                BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(writer);
                ArgumentNullException.ThrowIfNull(sd);
                var kept = sd.Where(pair => skip?.Contains(pair.Key) != true).ToList();
                writer.Write7BitEncodedInt64(kept.Count);
                foreach (var (key, tensor) in kept)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            /// <summary>Reads what <see cref="save(string, IList{string})"/> wrote.</summary>
            /// <param name="location">Path.</param>
            /// <param name="strict">Whether other names or another number of them are an error.</param>
            /// <param name="skip">Names that are left alone.</param>
            /// <param name="loadedParameters">Filled with each name and whether the module has it.</param>
            /// <exception cref="ArgumentException">Names differ though strict, or a dtype or shape differs.</exception>
            public virtual Module load(
                string location, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            public Module load(
                Stream stream, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(
                BinaryReader reader, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                ArgumentNullException.ThrowIfNull(reader);
                var own = state_dict();
                var count = reader.Read7BitEncodedInt64();
                if (strict && count != own.Count)
                    throw new ArgumentException(
                        $"Mismatched state_dict sizes: expected {own.Count}, but found {count} entries.");
                for (var i = 0; i < count; i++)
                {
                    var key = reader.ReadString();
                    var known = own.TryGetValue(key, out var target);
                    if (strict && !known)
                        throw new ArgumentException(
                            $"Mismatched module state names: the module has no parameter or buffer named '{key}'");
                    ReadInto(skip?.Contains(key) == true ? null : target, reader);
                    loadedParameters?.Add(key, known);
                }
                return this;
            }

            private static void ReadInto(Tensor? target, BinaryReader reader)
            {
                using var guard = no_grad();
                using var loaded = TensorExtensionMethods.Load(reader, skip: target is null);
                if (target is null)
                    return;
                if (loaded.dtype != target.dtype || !loaded.shape.AsSpan().SequenceEqual(target.shape))
                    throw new ArgumentException(
                        $"The file holds {loaded.dtype}[{string.Join(", ", loaded.shape)}], the module "
                        + $"{target.dtype}[{string.Join(", ", target.shape)}].");
                target.copy_(loaded);
            }
        }
    }
}
