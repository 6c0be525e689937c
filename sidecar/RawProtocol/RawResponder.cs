using System.Buffers;
using Google.Protobuf;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar;

/// <summary>Answers one frame of the raw protocol.</summary>
internal sealed class RawResponder(SnapshotState state, SidecarCounters counters)
{
    /// <summary>Writes the answer to one request.</summary>
    /// <returns>False when the frame was no request, so that what follows cannot be trusted either.</returns>
    public bool Answer(in ReadOnlySequence<byte> frame, IBufferWriter<byte> output)
    {
        LookupRequest request;
        try
        {
            request = LookupRequest.Parser.ParseFrom(frame);
        }
        catch (InvalidProtocolBufferException exception)
        {
            Write(new LookupResponse { ErrorDetail = $"The frame is no LookupRequest: {exception.Message}" }, output);
            return false;
        }

        // Read once: a request sees one revision.
        var snapshot = state.Current;
        var response = Empty(request, snapshot);
        if (request.Evaluations.Count > EvaluationLimit.Batch)
        {
            response.ErrorDetail = $"evaluations: {request.Evaluations.Count} are over the limit of {EvaluationLimit.Batch}; send several requests.";
        }
        else
        {
            var staleAge = state.StaleAge;
            foreach (var evaluation in request.Evaluations)
            {
                response.Evaluations.Add(EvaluationResponder.Answer(snapshot, evaluation, staleAge));
            }

            AnswerAll(request.AllFlags, snapshot, staleAge, response);
            counters.CountRaw(response.Evaluations.Count);
        }

        if (response.CalculateSize() > RawLimits.ResponseBytes)
        {
            response = Empty(request, snapshot);
            response.ErrorDetail = $"The answer is over the limit of {RawLimits.ResponseBytes} bytes; ask for fewer evaluations at once.";
        }

        Write(response, output);
        return true;
    }

    private static LookupResponse Empty(LookupRequest request, LoadedSnapshot? snapshot) => new()
    {
        RequestId = request.RequestId,
        Revision = snapshot?.Revision.Value ?? 0,
        Epoch = snapshot?.Epoch ?? "",
    };

    private static void AnswerAll(EvaluationContext? unit, LoadedSnapshot? snapshot, TimeSpan? staleAge, LookupResponse response)
    {
        if (unit is null || snapshot is null)
        {
            return;
        }

        foreach (var flag in snapshot.Model.Flags)
        {
            response.Evaluations.Add(EvaluationResponder.Answer(snapshot, new EvaluateRequest { FlagKey = flag.Key, Context = unit }, staleAge));
        }
    }

    private static void Write(LookupResponse response, IBufferWriter<byte> output)
    {
        RawFraming.WriteLength(output, response.CalculateSize());
        response.WriteTo(output);
    }
}
