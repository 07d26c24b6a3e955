using Google.Protobuf.Reflection;

namespace Grpc.Reflection;

/// <summary>Finds the file of a symbol.</summary>
public class SymbolRegistry
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];

    private SymbolRegistry()
    {
    }

    /// <summary>The files and those that they import.</summary>
    public static SymbolRegistry FromFiles(IEnumerable<FileDescriptor> fileDescriptors)
    {
        ArgumentNullException.ThrowIfNull(fileDescriptors);
        var registry = new SymbolRegistry();
        foreach (var file in fileDescriptors)
            registry.Add(file);
        return registry;
    }

    public FileDescriptor? FileByName(string filename) => _files.GetValueOrDefault(filename);

    /// <param name="symbol">Full name of a service, method, message, enum or field.</param>
    public FileDescriptor? FileContainingSymbol(string symbol) => _symbols.GetValueOrDefault(symbol);

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
            return;
        foreach (var imported in file.Dependencies)
            Add(imported);
        foreach (var service in file.Services)
        {
            Add(service);
            foreach (var method in service.Methods)
                Add(method);
        }

        foreach (var message in file.MessageTypes)
            AddMessage(message);
        foreach (var type in file.EnumTypes)
            AddEnum(type);
    }

    private void AddMessage(MessageDescriptor message)
    {
        Add(message);
        foreach (var field in message.Fields.InDeclarationOrder())
            Add(field);
        foreach (var nested in message.NestedTypes)
            AddMessage(nested);
        foreach (var nested in message.EnumTypes)
            AddEnum(nested);
    }

    private void AddEnum(EnumDescriptor type)
    {
        Add(type);
        foreach (var value in type.Values)
            Add(value);
    }

    private void Add(DescriptorBase descriptor) => _symbols.TryAdd(descriptor.FullName, descriptor.File);
}
