using System.Reflection;

namespace TorchSharp.Utils
{
    /// <summary>Registers a field under another name than its own.</summary>
    [AttributeUsage(AttributeTargets.Field)]
    public class ComponentNameAttribute : Attribute
    {
        public string Name { get; set; } = string.Empty;
    }
}

namespace TorchSharp
{
    public static class FieldInfoExtensionMethods
    {
        /// <summary>The name under which a module registers what the field holds.</summary>
        public static string ComponentName(this FieldInfo field)
        {
            ArgumentNullException.ThrowIfNull(field);
            return field.GetCustomAttribute<Utils.ComponentNameAttribute>()?.Name ?? field.Name;
        }
    }
}
