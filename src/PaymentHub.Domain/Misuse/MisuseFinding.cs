namespace PaymentHub.Domain.Misuse;

/// <summary>
/// One piece of evidence. <paramref name="Key"/> is the same on every screening, so a case takes each piece in once.
/// Texts show dossier numbers in full, identification numbers and accounts masked, and never a group code: groups
/// reveal health.
/// </summary>
public sealed record MisuseEvidence(string Key, string TextVi, string TextEn);

/// <summary>
/// A lead from one detector, not a verdict. <paramref name="Key"/> is made from the facts that define the matter, so
/// screening again finds the same case. <paramref name="Amount"/> is the money concerned, null where none is.
/// </summary>
public sealed record MisuseFinding(
    string Detector, Guid Key, string[] Dossiers, string[] EndToEndIds, Money? Amount, MisuseEvidence[] Evidence,
    string ExplanationVi, string ExplanationEn);
