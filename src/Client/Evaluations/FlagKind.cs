using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Evaluations;

/// <summary>How values of one type are read out of an answer.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="Type">Type that the flag must have.</param>
/// <param name="Case">Kind of the value that the answer must have.</param>
/// <param name="Read">Reads the value; what it throws makes the answer none.</param>
internal sealed record FlagKind<T>(FlagType Type, FlagValue.KindOneofCase Case, Func<FlagValue, T> Read)
{
    /// <summary>The value of an answer, or the caller's default: an answer is believed only if it has the type asked for.</summary>
    public FlagEvaluation<T> ValueOf(EvaluateResponse answer, T defaultValue, AnswerOrigin origin)
    {
        if (answer.ErrorCode != ErrorCode.Unspecified || answer.Reason == Reason.Error)
        {
            return new FlagEvaluation<T>(defaultValue, false, answer, AnswerOrigin.CallerDefault);
        }

        if (answer.Value?.KindCase != Case)
        {
            return Misfit(answer, defaultValue, $"The answer has {(answer.Value is null ? "no value" : $"a {answer.Value.KindCase}")}, asked for was {Type}.");
        }

        try
        {
            return new FlagEvaluation<T>(Read(answer.Value), true, answer, origin);
        }
#pragma warning disable CA1031 // Whatever a value cannot be read as, the caller gets the default.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Misfit(answer, defaultValue, $"The value cannot be read as {typeof(T).Name}: {failure.Message}");
        }
    }

    private static FlagEvaluation<T> Misfit(EvaluateResponse answer, T defaultValue, string detail)
    {
        var none = NoAnswer.To(answer.FlagKey, detail, ErrorCode.TypeMismatch);
        none.Revision = answer.Revision;
        return new FlagEvaluation<T>(defaultValue, false, none, AnswerOrigin.CallerDefault);
    }
}
