using Marten;
using NodaTime;
using PaymentHub.Domain.BankExchange;

namespace PaymentHub.BankExchange.Partners;

/// <summary>
/// Something that was done to or by a partner bank. What is the name of the event; Subject says of which account,
/// channel, key or step.
/// </summary>
public sealed record PartnerStep(string What, Instant At, string? ByUser, string? Why, string? Subject);

/// <summary>What happened to a partner bank, the latest first.</summary>
public static class PartnerStory
{
    public static async Task<IReadOnlyList<PartnerStep>> OfAsync(
        IQuerySession session, string institution, CancellationToken cancellation)
    {
        var events = await session.Events.FetchStreamAsync(PartnerBank.IdOf(institution), token: cancellation);
        return [.. events.Select(e => StepOf(e.Data)).OfType<PartnerStep>().Reverse()];
    }

    private static PartnerStep? StepOf(object e) => e switch
    {
        BankOnboarded b => Step(b, b.At, b.ByUser, b.Reason),
        BankIdentityCorrected b => Step(b, b.At, b.ByUser, b.Reason),
        BankTermsSet b => Step(b, b.At, b.ByUser, b.Reason),
        BankDesksSet b => Step(b, b.At, b.ByUser, b.Reason),
        BankChangeProposed b => Step(b, b.At, b.ByUser, b.Reason, BankState.SubjectOf(b.Change)),
        BankChangeAgreed b => Step(b, b.At, b.ByUser, null, BankState.SubjectOf(b.Change)),
        BankChangeDeclined b => Step(b, b.At, b.ByUser, b.Reason),
        BankKeyEnded b => Step(b, b.At, b.ByUser, b.Reason, b.Fingerprint),
        BankSuspended b => Step(b, b.At, b.ByUser, b.Reason),
        BankTakenOver b => Step(b, b.At, b.ByUser, b.Reason),
        CertificationStarted b => Step(b, b.At, b.ByUser, null),
        CertificationFileJudged b => Step(b, b.At, b.ByUser, null, $"{b.Step}: {b.Verdict} ({b.FileName})"),
        BankCertified b => Step(b, b.At, null, null),
        _ => null,
    };

    private static PartnerStep Step(object e, Instant at, string? user, string? why, string? subject = null) =>
        new(e.GetType().Name, at, user, why, subject);
}
