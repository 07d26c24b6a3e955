namespace TorchSharp;

/// <summary>The dispose scopes of each thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScope? _current;

    private DisposeScopeManager()
    {
    }

    internal static DisposeScope? Current => _current;

    internal static DisposeScope Open() => _current = new DisposeScope(_current);

    /// <summary>Closes a scope and the ones inside it that were not closed.</summary>
    internal static void Close(DisposeScope scope)
    {
        for (var open = _current; open is not null; open = open.Outer)
            if (ReferenceEquals(open, scope))
            {
                _current = scope.Outer;
                return;
            }
    }
}
