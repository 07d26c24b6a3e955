using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Interceptors of a server, in order.</summary>
public class InterceptorCollection : Collection<InterceptorRegistration>
{
    /// <param name="args">Arguments of the constructor that are not services.</param>
    public void Add<[DynamicallyAccessedMembers(InterceptorRegistration.Constructors)] TInterceptor>(
        params object[] args)
        where TInterceptor : Interceptor => Add(typeof(TInterceptor), args);

    public void Add(
        [DynamicallyAccessedMembers(InterceptorRegistration.Constructors)] Type interceptorType, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(interceptorType);
        if (!interceptorType.IsSubclassOf(typeof(Interceptor)))
            throw new ArgumentException($"{interceptorType} is no {typeof(Interceptor)}.", nameof(interceptorType));
        Add(new InterceptorRegistration(interceptorType, args));
    }
}

/// <summary>The type of an interceptor and how to make one.</summary>
public class InterceptorRegistration
{
    internal const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;

    private readonly object[] _arguments;

    internal InterceptorRegistration([DynamicallyAccessedMembers(Constructors)] Type type, object[] arguments) =>
        (Type, _arguments) = (type, arguments);

    [DynamicallyAccessedMembers(Constructors)]
    public Type Type { get; }

    public IReadOnlyList<object> Arguments => _arguments;

    /// <summary>The one that is registered as a service, else a new one, which the caller disposes.</summary>
    internal (Interceptor Interceptor, bool Created) Create(IServiceProvider services) =>
        _arguments.Length == 0 && services.GetService(Type) is Interceptor registered
            ? (registered, false)
            : ((Interceptor)ActivatorUtilities.CreateInstance(services, Type, _arguments), true);
}
