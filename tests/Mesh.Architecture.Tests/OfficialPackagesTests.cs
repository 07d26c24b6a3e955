using System.Xml.Linq;

namespace Mesh.Architecture.Tests;

/// <summary>
/// -p:OfficialPackages=true, which image builds use, must find a package wherever a stand-in was. That no stand-in has
/// a member of its own is what the surface tests of each say.
/// </summary>
public sealed class OfficialPackagesTests
{
    private const string Official = "'$(OfficialPackages)' == 'true'", StandIn = "'$(OfficialPackages)' != 'true'";
    private const string TorchSharp = "$(TorchSharpPackage)";

    private static readonly string[] Shipped = ["libs", "services", "cli"];

    [Fact]
    public void A_stand_in_is_referenced_only_where_official_packages_take_its_place() => Assert.Empty(
        from project in Repository.Projects(Shipped)
        from items in XDocument.Load(project).Descendants("ItemGroup")
        where items.Elements("ProjectReference").Any(
            reference => Included(reference).Contains("compat/", StringComparison.Ordinal))
        where (string?)items.Attribute("Condition") != StandIn || !Packages(project).Any()
        select Repository.Name(project));

    [Fact]
    public void Every_official_package_has_a_version() => Assert.Empty(
        Repository.Projects(Shipped).SelectMany(Packages).Except(Versions("== 'true'")));

    [Fact]
    public void A_package_with_a_version_of_its_own_there_has_one_here_too() =>
        Assert.Equal(Versions("== 'true'", conditional: true), Versions("!= 'true'", conditional: true));

    [Fact]
    public void No_stand_in_lets_a_library_see_its_internals() => Assert.Empty(
        from project in Repository.Projects("compat")
        from friend in XDocument.Load(project).Descendants("InternalsVisibleTo")
        where Repository.Projects(Shipped).Select(Repository.Name).Contains(Included(friend))
        select $"{Repository.Name(project)} -> {Included(friend)}");

    private static IEnumerable<string> Packages(string project) =>
        from items in XDocument.Load(project).Descendants("ItemGroup")
        where (string?)items.Attribute("Condition") == Official
        from package in items.Elements("PackageReference")
        select Included(package) is TorchSharp ? TorchSharpDefault() : Included(package);

    private static string TorchSharpDefault() =>
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("TorchSharpPackage").Single()
            .Value;

    // Packages with a version under a condition, or without one.
    private static IEnumerable<string> Versions(string condition, bool conditional = false) =>
        from package in XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
        let only = (string?)package.Attribute("Condition")
        where only?.Contains(condition, StringComparison.Ordinal) ?? !conditional
        where package.Attribute("Version") is not null
        orderby Included(package)
        select Included(package);

    private static string Included(XElement element) => (string)element.Attribute("Include")!;
}
