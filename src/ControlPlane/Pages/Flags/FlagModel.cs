using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.ControlPlane.Pages.Flags;

/// <summary>What the page of a flag shows.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Experiments">Experiments on it.</param>
/// <param name="History">Its audit events, newest first.</param>
/// <param name="MayEdit">True when the viewer may change it.</param>
/// <param name="UnitId">Unit that was asked about; empty for none.</param>
/// <param name="Attributes">Attributes that were given, one a line.</param>
/// <param name="Answer">What that unit gets and why; null without a question.</param>
/// <param name="Problems">What is wrong with the question.</param>
/// <param name="Done">What was just done; empty for nothing.</param>
public sealed record FlagModel(
    Flag Flag,
    IReadOnlyList<Experiment> Experiments,
    IReadOnlyList<AuditEvent> History,
    bool MayEdit,
    string UnitId,
    string Attributes,
    EvaluateResponse? Answer,
    IReadOnlyList<string> Problems,
    string Done);
