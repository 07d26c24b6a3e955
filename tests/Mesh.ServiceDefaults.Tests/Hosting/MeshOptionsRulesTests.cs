using Mesh.ServiceDefaults.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mesh.ServiceDefaults.Tests.Hosting;

public sealed class MeshOptionsRulesTests
{
    [Fact]
    public void Nothing_set_is_a_mesh_in_one_process_on_loopback()
    {
        var options = Read();

        Assert.Equal((MeshTransport.InMemory, "127.0.0.1"), (options.Transport, options.Address));
    }

    [Fact]
    public void Every_failure_is_told_at_once_with_its_name_and_value()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(
            ("Mesh:Transport", "RabbitMq"), ("Mesh:GrpcPort", "70000"), ("Mesh:Address", "localhost"),
            ("Mesh:Bus:DeliveryLimit", "0"), ("Mesh:RabbitMq:Host", ""), ("Mesh:Bus:Lease", "00:00:00.5")));

        string[] expected =
        [
            "Mesh:GrpcPort", "Got '70000'", "Mesh:Address must be an IP address", "got 'localhost'",
            "Mesh:Bus:DeliveryLimit", "Mesh:RabbitMq:Host", "Mesh:Bus:Lease must be 00:00:01", "Mesh:Artifacts needs",
            "Mesh:Jobs needs",
        ];
        Assert.All(expected, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Mesh:GrpcPort", "many")]
    [InlineData("Mesh:Transport", "Pigeon")]
    [InlineData("Mesh:StopTimeout", "soon")]
    public void A_value_of_the_wrong_kind_names_the_setting(string name, string value)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read((name, value)));

        Assert.Contains(name, error.Message);
        Assert.Contains(value, error.Message);
    }

    [Fact]
    public void A_password_is_not_printed()
    {
        var options = Read(("Mesh:RabbitMq:Password", "opensesame"), ("Mesh:Jobs:Postgres", "Password=opensesame"));

        Assert.DoesNotContain("opensesame", options.ToString());
    }

    private static MeshOptions Read(params (string Name, string Value)[] settings) => MeshOptionsRules.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value))
            .Build());
}
