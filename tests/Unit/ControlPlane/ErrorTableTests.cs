using Google.Rpc;
using Grpc.Core;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Errors;

namespace GrpcExp.Unit.ControlPlane;

public sealed class ErrorTableTests
{
    [Fact]
    public void Every_error_has_a_code_and_a_reason_of_its_own()
    {
        var rows = Enum.GetValues<ControlError>().Select(ErrorTable.Of).Concat(Enum.GetValues<StorageError>().Select(ErrorTable.Of)).ToList();

        Assert.All(rows, row => Assert.Matches("^[A-Z][A-Z_]+[A-Z]$", row.Reason));
        Assert.All(rows, row => Assert.NotEqual(StatusCode.OK, row.Code));
        Assert.Equal(rows.Count, rows.Select(row => row.Reason).Distinct().Count());
    }

    [Fact]
    public void Violations_and_facts_travel_in_the_details()
    {
        var refusal = new ControlException(ControlError.InvalidArgument, "no", [new FieldViolation("flag.key", "is missing")]) { Facts = { ["resource"] = "flags/a" } };

        var status = Google.Rpc.Status.Parser.ParseFrom(ErrorTable.ToRpc(refusal).Trailers.GetValueBytes("grpc-status-details-bin"));

        var info = status.Details[0].Unpack<ErrorInfo>();
        Assert.Equal(("INVALID_ARGUMENT", "grpcexp", "flags/a"), (info.Reason, info.Domain, info.Metadata["resource"]));
        var violation = Assert.Single(status.Details[1].Unpack<BadRequest>().FieldViolations);
        Assert.Equal(("flag.key", "is missing"), (violation.Field, violation.Description));
    }

    [Fact]
    public void A_wait_travels_as_retry_info()
    {
        var refusal = new ControlException(ControlError.LimitExceeded, "full") { RetryAfter = TimeSpan.FromSeconds(2.5) };

        var status = Google.Rpc.Status.Parser.ParseFrom(ErrorTable.ToRpc(refusal).Trailers.GetValueBytes("grpc-status-details-bin"));

        Assert.Equal(TimeSpan.FromSeconds(2.5), status.Details[1].Unpack<RetryInfo>().RetryDelay.ToTimeSpan());
    }

    [Fact]
    public void A_message_for_a_header_is_cut_and_printable()
    {
        var violations = Enumerable.Range(0, 100).Select(i => new FieldViolation($"field{i}", new string('x', 1_000) + "\r\n"));

        var sentence = Violations.Sentence("Refused: ", violations);

        Assert.InRange(sentence.Length, 100, 2_200);
        Assert.DoesNotContain(sentence, char.IsControl);
    }
}
