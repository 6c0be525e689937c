namespace GrpcExp.Evaluation;

/// <summary>A validated rule; exactly one of variant and split is set.</summary>
internal sealed record RuleModel(string Key, RuleSchedule Schedule, Condition Condition, VariantModel? Variant, AllocationModel? Split);
