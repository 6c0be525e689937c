namespace GrpcExp.Evaluation;

/// <summary>A validated prerequisite.</summary>
internal sealed record PrerequisiteModel(FlagModel Flag, VariantModel[] Variants);
