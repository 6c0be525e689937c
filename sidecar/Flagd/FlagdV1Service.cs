using Grpc.Core;
using GrpcExp.Contracts.Flagd.V1;
using GrpcExp.Evaluation;
using GrpcExp.Sidecar.OpenFeature;

namespace GrpcExp.Sidecar.Flagd;

/// <summary>flagd.evaluation.v1: a disabled flag is answered with its off variant.</summary>
internal sealed class FlagdV1Service(FlagdResolver flags, FlagdEvents events) : Service.ServiceBase
{
    /// <inheritdoc/>
    public override Task<ResolveAllResponse> ResolveAll(ResolveAllRequest request, ServerCallContext context)
    {
        // What has no answer for this unit is left out, as in flagd.
        var (snapshot, answers) = flags.ResolveAll(request.Context);
        var response = new ResolveAllResponse { Metadata = StructValues.OfSnapshot(snapshot) };
        foreach (var answer in answers)
        {
            response.Flags[answer.FlagKey] = ToContract(answer);
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<ResolveBooleanResponse> ResolveBoolean(ResolveBooleanRequest request, ServerCallContext context)
    {
        var answer = flags.Resolve(request.FlagKey, request.Context, FlagType.Bool);
        return Task.FromResult(new ResolveBooleanResponse
        {
            Value = answer.Result.Value.AsBool,
            Reason = answer.Reason,
            Variant = answer.Result.Variant,
            Metadata = StructValues.OfMetadata(answer),
        });
    }

    /// <inheritdoc/>
    public override Task<ResolveStringResponse> ResolveString(ResolveStringRequest request, ServerCallContext context)
    {
        var answer = flags.Resolve(request.FlagKey, request.Context, FlagType.Text);
        return Task.FromResult(new ResolveStringResponse
        {
            Value = answer.Result.Value.AsText,
            Reason = answer.Reason,
            Variant = answer.Result.Variant,
            Metadata = StructValues.OfMetadata(answer),
        });
    }

    /// <inheritdoc/>
    public override Task<ResolveFloatResponse> ResolveFloat(ResolveFloatRequest request, ServerCallContext context)
    {
        var answer = flags.ResolveNumber(request.FlagKey, request.Context);
        return Task.FromResult(new ResolveFloatResponse
        {
            Value = answer.Number,
            Reason = answer.Reason,
            Variant = answer.Result.Variant,
            Metadata = StructValues.OfMetadata(answer),
        });
    }

    /// <inheritdoc/>
    public override Task<ResolveIntResponse> ResolveInt(ResolveIntRequest request, ServerCallContext context)
    {
        var answer = flags.Resolve(request.FlagKey, request.Context, FlagType.Int);
        return Task.FromResult(new ResolveIntResponse
        {
            Value = answer.Result.Value.AsInt,
            Reason = answer.Reason,
            Variant = answer.Result.Variant,
            Metadata = StructValues.OfMetadata(answer),
        });
    }

    /// <inheritdoc/>
    public override Task<ResolveObjectResponse> ResolveObject(ResolveObjectRequest request, ServerCallContext context)
    {
        var answer = flags.Resolve(request.FlagKey, request.Context, FlagType.Json);
        return Task.FromResult(new ResolveObjectResponse
        {
            Value = StructValues.OfJson(answer.Result.Value.AsText!),
            Reason = answer.Reason,
            Variant = answer.Result.Variant,
            Metadata = StructValues.OfMetadata(answer),
        });
    }

    /// <inheritdoc/>
    public override Task EventStream(EventStreamRequest request, IServerStreamWriter<EventStreamResponse> responseStream, ServerCallContext context) =>
        events.RunAsync(
            (type, data) => responseStream.WriteAsync(new EventStreamResponse { Type = type, Data = data }), context.CancellationToken);

    private static AnyFlag ToContract(OpenFeatureAnswer answer)
    {
        var flag = new AnyFlag { Reason = answer.Reason, Variant = answer.Result.Variant, Metadata = StructValues.OfMetadata(answer) };
        var value = answer.Result.Value;
        switch (value.Type)
        {
            case FlagType.Bool:
                flag.BoolValue = value.AsBool;
                break;
            case FlagType.Text:
                flag.StringValue = value.AsText;
                break;
            case FlagType.Json:
                flag.ObjectValue = StructValues.OfJson(value.AsText!);
                break;
            default:
                flag.DoubleValue = answer.Number;
                break;
        }

        return flag;
    }
}
