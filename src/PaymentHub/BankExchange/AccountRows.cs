using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>
/// A movement on a payer account that is not a payment to a beneficiary, or the booking of a statement.
/// </summary>
public sealed record AccountMovement(
    Guid Stream, long Version, string Kind, string Account, string? Counterpart, Guid? FileId, int? Entry,
    LocalDate? ValueDate, Money Amount, string? Reference, Instant At);

/// <summary>One row a movement.</summary>
public sealed class AccountRows : FactTable<AccountMovement>
{
    public override string Name => "account_movement";

    public override string Columns =>
        "stream_id, version, kind, account, counterpart, file_id, entry, value_date, amount, reference, at";

    public override IEnumerable<AccountMovement> RowsOf(IEvent e)
    {
        AccountMovement Row(
            string kind, string account, string? other, Guid? file, int? entry, LocalDate? date, Money amount,
            string? reference, Instant at) =>
            new(e.StreamId, e.Version, kind, account, other, file, entry, date, amount, reference, at);
        return e.Data switch
        {
            AccountOpened o => [Row("Opened", o.Account, o.Institution, null, null, null, default, null, o.At)],
            BalanceBroughtForward b =>
                [Row("BroughtForward", b.Account, null, b.FileId, null, b.ValueDate, b.Amount, null, b.At)],
            FundingReceived f =>
                [Row("Funding", f.Account, null, f.FileId, f.Entry, f.ValueDate, f.Amount, f.BankReference, f.At)],
            ChargeBooked c =>
                [Row("Charge", c.Account, null, c.FileId, c.Entry, c.ValueDate, c.Amount, c.BankReference, c.At)],
            AdvanceGiven a => [Row(
                "Advance", a.Account, a.ToInstitution, a.FileId, a.Entry, a.ValueDate, a.Amount, a.MessageId, a.At)],
            AdvanceReturned a => [Row(
                "AdvanceReturned", a.Account, a.FromInstitution, a.FileId, a.Entry, a.ValueDate, a.Amount, a.MessageId,
                a.At)],
            MovementUndone u => [Row(
                u.Kind.ToString(), u.Account, u.Counterpart, u.FileId, u.Entry, u.ValueDate, -u.Amount, u.Reference,
                u.At)],
            StatementBooked s => [Row(
                "StatementBooked", s.Statement.Account, null, s.FileId, null, s.Statement.To, s.Statement.Closing,
                s.Statement.StatementId, s.At)],
            _ => [],
        };
    }

    protected override void Write(RowWriter to, AccountMovement row)
    {
        to.Id(row.Stream);
        to.Long(row.Version);
        to.Text(row.Kind);
        to.Text(row.Account);
        to.Text(row.Counterpart);
        to.Id(row.FileId);
        to.Int(row.Entry);
        to.Date(row.ValueDate);
        to.Money(row.Amount);
        to.Text(row.Reference);
        to.At(row.At);
    }
}
