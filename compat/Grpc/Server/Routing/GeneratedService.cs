using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Routing;

/// <summary>What the generator left on the base class of a service.</summary>
internal static class GeneratedService
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;

    /// <summary>Tells the binder every method; handlers are null.</summary>
    public static void Bind(Type service, ServiceBinderBase binder)
    {
        var (marked, attribute) = Marked(service) ?? throw new InvalidOperationException(
            $"{service} is no gRPC service: none of its base classes has a {nameof(BindServiceMethodAttribute)}.");
        var bind = attribute.BindType.GetMethod(
            attribute.BindMethodName, Static, [typeof(ServiceBinderBase), marked]);
        if (bind is null)
            throw new InvalidOperationException($"{attribute.BindType} has no method {attribute.BindMethodName}.");
        bind.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [binder, null], null);
    }

    /// <summary>The protobuf description; null for a service that has none.</summary>
    public static ServiceDescriptor? Descriptor(Type service) =>
        Marked(service)?.Attribute.BindType.GetProperty("Descriptor", Static)?.GetValue(null) as ServiceDescriptor;

    private static (Type Type, BindServiceMethodAttribute Attribute)? Marked(Type service)
    {
        for (var type = service; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } attribute)
                return (type, attribute);
        }

        return null;
    }
}
