using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace GrpcExp.Cli.Definitions;

/// <summary>Why the control plane refused a definition, field by field.</summary>
internal static class Refusal
{
    private const string Details = "grpc-status-details-bin";

    /// <summary>Requests hold the definition in a field of its kind; a file does not.</summary>
    private static readonly string[] Prefixes = ["metric.", "flag.", "segment.", "layer.", "experiment."];

    /// <summary>True when the request is at fault, false when the control plane is away or wants another token.</summary>
    public static bool IsOfTheRequest(RpcException refusal) =>
        refusal.StatusCode is StatusCode.InvalidArgument or StatusCode.AlreadyExists or StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.Aborted;

    /// <summary>The fields, as a file names them, and what is wrong with each; without details, the whole message under no field.</summary>
    public static IReadOnlyList<(string Field, string Problem)> Of(RpcException refusal)
    {
        var violations = refusal.Trailers.GetValueBytes(Details) is { } bytes
            ? Status.Parser.ParseFrom(bytes).Details.Where(detail => detail.Is(BadRequest.Descriptor)).SelectMany(detail => detail.Unpack<BadRequest>().FieldViolations)
            : [];
        (string, string)[] fields = [.. violations.Select(violation => (FieldOf(violation.Field), violation.Description))];
        return fields.Length > 0 ? fields : [("", refusal.Status.Detail)];
    }

    private static string FieldOf(string field) => Prefixes.FirstOrDefault(prefix => field.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix ? field[prefix.Length..] : field;
}
