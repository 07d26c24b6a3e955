namespace TorchSharp;

/// <summary>Operators of libtorch, unbind to zeros_like: name_overload.</summary>
internal static partial class Ops
{
    internal static readonly Op unbind_int = new("unbind", "int");
    internal static readonly Op unflatten_int = new("unflatten", "int");
    internal static readonly Op unfold = new("unfold");
    internal static readonly Op uniform_ = new("uniform_");
    internal static readonly Op unique_consecutive = new("unique_consecutive");
    internal static readonly Op unique_dim = new("unique_dim");
    internal static readonly Op unsqueeze = new("unsqueeze");
    internal static readonly Op unsqueeze_ = new("unsqueeze_");
    internal static readonly Op var = new("var");
    internal static readonly Op var_dim = new("var", "dim");
    internal static readonly Op var_mean = new("var_mean");
    internal static readonly Op var_mean_dim = new("var_mean", "dim");
    internal static readonly Op vdot = new("vdot");
    internal static readonly Op view = new("view");
    internal static readonly Op view_as = new("view_as");
    internal static readonly Op view_as_complex = new("view_as_complex");
    internal static readonly Op view_as_real = new("view_as_real");
    internal static readonly Op vsplit_array = new("vsplit", "array");
    internal static readonly Op vsplit_int = new("vsplit", "int");
    internal static readonly Op vstack = new("vstack");
    internal static readonly Op where = new("where");
    internal static readonly Op where_self = new("where", "self");
    internal static readonly Op xlogy_Scalar_Other = new("xlogy", "Scalar_Other");
    internal static readonly Op xlogy_Tensor = new("xlogy", "Tensor");
    internal static readonly Op xlogy__Scalar_Other = new("xlogy_", "Scalar_Other");
    internal static readonly Op xlogy__Tensor = new("xlogy_", "Tensor");
    internal static readonly Op zero_ = new("zero_");
    internal static readonly Op zeros = new("zeros");
    internal static readonly Op zeros_like = new("zeros_like");
}
