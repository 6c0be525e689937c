using Grpc.Core;
using GrpcExp.Contracts.Flagd.V2;
using GrpcExp.Evaluation;

namespace GrpcExp.Sidecar.Flagd;

/// <summary>flagd.evaluation.v2: a disabled flag is answered without a value, so that the caller's default counts.</summary>
internal sealed class FlagdV2Service(FlagdResolver flags, FlagdEvents events) : Service.ServiceBase
{
    /// <inheritdoc/>
    public override Task<ResolveBooleanResponse> ResolveBoolean(ResolveBooleanRequest request, ServerCallContext context)
    {
        var answer = flags.Resolve(request.FlagKey, request.Context, FlagType.Bool);
        var response = new ResolveBooleanResponse { Reason = answer.Reason, Metadata = StructValues.OfMetadata(answer) };
        if (!answer.IsDisabled)
        {
            response.Value = answer.Result.Value.AsBool;
            response.Variant = answer.Result.Variant;
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<ResolveStringResponse> ResolveString(ResolveStringRequest request, ServerCallContext context)
    {
        var answer = flags.Resolve(request.FlagKey, request.Context, FlagType.Text);
        var response = new ResolveStringResponse { Reason = answer.Reason, Metadata = StructValues.OfMetadata(answer) };
        if (!answer.IsDisabled)
        {
            response.Value = answer.Result.Value.AsText;
            response.Variant = answer.Result.Variant;
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<ResolveFloatResponse> ResolveFloat(ResolveFloatRequest request, ServerCallContext context)
    {
        var answer = flags.ResolveNumber(request.FlagKey, request.Context);
        var response = new ResolveFloatResponse { Reason = answer.Reason, Metadata = StructValues.OfMetadata(answer) };
        if (!answer.IsDisabled)
        {
            response.Value = answer.Number;
            response.Variant = answer.Result.Variant;
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<ResolveIntResponse> ResolveInt(ResolveIntRequest request, ServerCallContext context)
    {
        var answer = flags.Resolve(request.FlagKey, request.Context, FlagType.Int);
        var response = new ResolveIntResponse { Reason = answer.Reason, Metadata = StructValues.OfMetadata(answer) };
        if (!answer.IsDisabled)
        {
            response.Value = answer.Result.Value.AsInt;
            response.Variant = answer.Result.Variant;
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<ResolveObjectResponse> ResolveObject(ResolveObjectRequest request, ServerCallContext context)
    {
        var answer = flags.Resolve(request.FlagKey, request.Context, FlagType.Json);
        var response = new ResolveObjectResponse { Reason = answer.Reason, Metadata = StructValues.OfMetadata(answer) };
        if (!answer.IsDisabled)
        {
            response.Value = StructValues.OfJson(answer.Result.Value.AsText!);
            response.Variant = answer.Result.Variant;
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task EventStream(EventStreamRequest request, IServerStreamWriter<EventStreamResponse> responseStream, ServerCallContext context) =>
        events.RunAsync(
            (type, data) => responseStream.WriteAsync(new EventStreamResponse { Type = type, Data = data }), context.CancellationToken);
}
