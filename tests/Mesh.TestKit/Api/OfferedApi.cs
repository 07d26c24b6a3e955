using System.Reflection;
using System.Runtime.CompilerServices;

namespace Mesh.TestKit.Api;

/// <summary>The public surface of an assembly in the words of <see cref="OfficialApi"/>.</summary>
public static class OfferedApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Addition"] = "+",
        ["op_Subtraction"] = "-",
        ["op_UnaryNegation"] = "-",
        ["op_Multiply"] = "*",
        ["op_Division"] = "/",
        ["op_Modulus"] = "%",
        ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
        ["op_LessThan"] = "<",
        ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThan"] = ">",
        ["op_GreaterThanOrEqual"] = ">=",
        ["op_BitwiseAnd"] = "&",
        ["op_BitwiseOr"] = "|",
        ["op_ExclusiveOr"] = "^",
        ["op_OnesComplement"] = "~",
    };

    public static IEnumerable<string> Read(Assembly assembly) => assembly.GetExportedTypes()
        .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)))
        .SelectMany(type => Members(type).Distinct().Select(member => $"{Name(type)}::{member}").Prepend(Name(type)));

    private static string Name(Type type)
    {
        var own = type.Name.Split('`')[0];
        var inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var arguments = type.GetGenericArguments().Skip(inherited).Select(argument => argument.Name).ToArray();
        var generic = arguments.Length > 0 ? $"<{string.Join(",", arguments)}>" : "";
        return (type.DeclaringType is { } outer ? Name(outer) : type.Namespace) + "." + own + generic;
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsSubclassOf(typeof(MulticastDelegate)))
            return [];
        var members = type.GetFields(Declared).Where(field => !field.IsSpecialName).Select(field => field.Name)
            .Concat(type.GetProperties(Declared).Where(IsNew).Select(Property));
        if (!type.IsEnum)
            members = members.Concat(type.GetMethods(Declared).Where(IsOwn).Select(Method))
                .Concat(type.GetConstructors(Declared).Where(IsWritten).Select(constructor =>
                    $"{type.Name.Split('`')[0]}({Parameters(constructor.GetParameters())})"));
        return members;
    }

    private static string Property(PropertyInfo property) => property.GetIndexParameters() is { Length: > 0 } indices
        ? $"this[{Parameters(indices)}]"
        : property.Name;

    private static string Method(MethodInfo method)
    {
        var parameters = Parameters(method.GetParameters());
        if (method.Name is "op_Implicit" or "op_Explicit")
        {
            var result = TypeNames.Normal(method.ReturnType);
            return $"{method.Name[3..].ToLowerInvariant()} operator {result}({parameters})";
        }

        if (Operators.TryGetValue(method.Name, out var op))
            return $"operator {op}({parameters})";
        var generic = method.IsGenericMethod
            ? $"<{string.Join(",", method.GetGenericArguments().Select(argument => argument.Name))}>"
            : "";
        return $"{method.Name}{generic}({parameters})";
    }

    private static bool IsNew(PropertyInfo property) =>
        property.GetAccessors().All(accessor => accessor.GetBaseDefinition().DeclaringType == accessor.DeclaringType);

    /// <summary>No accessor, and no override: that adds nothing to the surface.</summary>
    private static bool IsOwn(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && method.GetBaseDefinition().DeclaringType == method.DeclaringType;

    /// <summary>The compiler adds constructors without parameters, which the list does not show.</summary>
    private static bool IsWritten(ConstructorInfo constructor) => constructor.GetParameters().Length > 0;

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(parameter =>
        $"{TypeNames.Normal(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? "=" : "")}"));
}
