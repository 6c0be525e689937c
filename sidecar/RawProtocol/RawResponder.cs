using System.Buffers;
using Google.Protobuf;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar;

/// <summary>Answers one frame of the raw protocol.</summary>
internal sealed class RawResponder(SnapshotEvaluator evaluator)
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

        // Opened once: a request sees one revision.
        var view = evaluator.Open(EvaluationProtocol.Raw);
        var response = Empty(request, view.Snapshot);
        if (request.Evaluations.Count > EvaluationLimit.Batch)
        {
            response.ErrorDetail = $"evaluations: {request.Evaluations.Count} are over the limit of {EvaluationLimit.Batch}; send several requests.";
        }
        else
        {
            foreach (var evaluation in request.Evaluations)
            {
                response.Evaluations.Add(EvaluationResponder.Answer(view, evaluation));
            }

            AnswerAll(view, request.AllFlags, response);
        }

        if (response.CalculateSize() > RawLimits.ResponseBytes)
        {
            response = Empty(request, view.Snapshot);
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

    private static void AnswerAll(in EvaluationView view, EvaluationContext? unit, LookupResponse response)
    {
        if (unit is null || view.Snapshot is not { } snapshot)
        {
            return;
        }

        // Whoever fetches all flags does not yet show any of them to the unit.
        var one = new EvaluateRequest { Context = unit, SuppressExposure = true };
        foreach (var flag in snapshot.Model.Flags)
        {
            one.FlagKey = flag.Key;
            response.Evaluations.Add(EvaluationResponder.Answer(view, one));
        }
    }

    private static void Write(LookupResponse response, IBufferWriter<byte> output)
    {
        RawFraming.WriteLength(output, response.CalculateSize());
        response.WriteTo(output);
    }
}
