using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Updates;

namespace GrpcExp.Unit.ControlPlane.Updates;

public sealed class FixedFieldsTests
{
    public static TheoryData<string, string> Resources() => new() { { "flag", "Flag" }, { "experiment", "Experiment" }, { "metric", "Metric" } };

    [Theory]
    [MemberData(nameof(Resources))]
    public void They_are_the_key_the_etag_and_what_the_contract_calls_output_only(string file, string message)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "protos", "grpcexp", "control", "v1", $"{file}.proto"));
        var body = Regex.Match(text, $@"^message {message} \{{\n(.*?)^\}}", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        var expected = Regex.Matches(body, @"((?:^  // .*\n)+)  (?:repeated )?(?:map<.*?>|[\w.]+) (\w+) = \d+;", RegexOptions.Multiline)
            .Where(field => field.Groups[1].Value.Contains("Output only", StringComparison.Ordinal))
            .Select(field => field.Groups[2].Value)
            .Concat(["key", "etag"]);

        Assert.Equal(expected.Order(), FixedFields.Of(DescriptorOf(message)).Order());
    }

    private static MessageDescriptor DescriptorOf(string message) => message switch
    {
        "Flag" => Flag.Descriptor,
        "Experiment" => Experiment.Descriptor,
        _ => Metric.Descriptor,
    };
}
