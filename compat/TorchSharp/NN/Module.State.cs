namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// Parameters and persistent buffers by dotted name; the tensors themselves, not copies. Order: module by
            /// module, each with its parameters, its buffers and then its children.
            /// </summary>
            /// <param name="destination">Dictionary to fill; a new one if null.</param>
            /// <param name="prefix">What comes before the names, without the dot.</param>
            public virtual Dictionary<string, Tensor> state_dict(
                Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                foreach (var (name, parameter) in named_parameters(false))
                    destination.TryAdd(Key(name), parameter);
                foreach (var (name, buffer) in named_buffers(false, include_nonpersistent: false))
                    destination.TryAdd(Key(name), buffer);
                foreach (var (name, child) in named_children())
                    child.state_dict(destination, Key(name));
                return destination;

                string Key(string name) => string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}";
            }

            /// <summary>Copies tensors into the parameters and buffers of the same names.</summary>
            /// <param name="source">Tensors by dotted name, any dtype and device.</param>
            /// <param name="strict">Whether a missing or unexpected name is an error.</param>
            /// <param name="skip">Names that are left alone.</param>
            /// <returns>The names that the source lacks, and those that the module does not know.</returns>
            /// <exception cref="InvalidOperationException">Names differ though strict, or a shape differs.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(source);
                var own = state_dict();
                var skipped = new HashSet<string>(skip ?? []);
                var unexpected = source.Keys.Where(key => !skipped.Contains(key) && !own.ContainsKey(key)).ToList();
                var missing = own.Keys.Where(key => !skipped.Contains(key) && !source.ContainsKey(key)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException(
                        "The loaded state_dict is not identical to the target dictionary. "
                        + $"Missing: [{string.Join(", ", missing)}]. Unexpected: [{string.Join(", ", unexpected)}].");

                using var guard = no_grad();
                foreach (var (key, value) in source)
                    if (!skipped.Contains(key) && own.TryGetValue(key, out var target))
                        Copy(key, value, target);
                return (missing, unexpected);
            }

            private static void Copy(string key, Tensor value, Tensor target)
            {
                if (!value.shape.AsSpan().SequenceEqual(target.shape))
                    throw new InvalidOperationException(
                        $"{key} is [{string.Join(", ", value.shape)}], but the module has "
                        + $"[{string.Join(", ", target.shape)}].");
                target.copy_(value);
            }
        }
    }
}
