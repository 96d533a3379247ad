using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>
/// The details of a person as they stand from one event on; without dossier where no register row said so.
/// </summary>
public sealed record BeneficiaryRow(
    Guid PersonId, long Version, string? Dossier, PersonDetails Person, string ByUser, Instant At);

/// <summary>One row a registration, correction, move or replaced identification number.</summary>
public sealed class BeneficiaryRows : FactTable<BeneficiaryRow>
{
    public override string Name => "beneficiary";

    public override string Columns =>
        "person_id, version, dossier, personal_id, full_name, name_key, birth_year, birth_date, sex, "
        + "commune, by_user, at";

    public override IEnumerable<BeneficiaryRow> RowsOf(IEvent e) => e.Data switch
    {
        BeneficiaryRegistered x => [new(e.StreamId, e.Version, x.Dossier, x.Person, x.By, x.At)],
        BeneficiaryCorrected x => [new(e.StreamId, e.Version, x.Dossier, x.Person, x.By, x.At)],
        MovedCommune x => [new(e.StreamId, e.Version, x.Dossier, x.Person, x.By, x.At)],
        IdentifierReplaced x => [new(e.StreamId, e.Version, null, x.Person, x.By, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, BeneficiaryRow row)
    {
        var p = row.Person;
        to.Id(row.PersonId);
        to.Long(row.Version);
        to.Text(row.Dossier);
        to.Text(p.PersonalId.Value);
        to.Text(p.FullName);
        to.Text(VietnameseText.Fold(p.FullName));
        to.Int(p.Birth.Year);
        to.Date(p.Birth.Date);
        to.Text(p.Sex.ToString());
        to.Text(p.Commune);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}

/// <summary>How a decision is paid out from one event on.</summary>
public sealed record PayoutRow(
    Guid PersonId, long Version, string Dossier, PayoutDetails Payout, string ByUser, Instant At);

/// <summary>One row a payout set or a payee appointed; both carry the complete payout.</summary>
public sealed class PayoutRows : FactTable<PayoutRow>
{
    public override string Name => "payout";

    public override string Columns =>
        "person_id, version, dossier, method, institution, bank_bin, account, holder_name, relation, payee_name, "
        + "payee_identifier, payee_from, payee_until, payee_document, by_user, at";

    public override IEnumerable<PayoutRow> RowsOf(IEvent e) => e.Data switch
    {
        PayoutAccountSet x => [new(e.StreamId, e.Version, x.Dossier, x.Payout, x.By, x.At)],
        PayeeAppointed x => [new(e.StreamId, e.Version, x.Dossier, x.Payout, x.By, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, PayoutRow row)
    {
        var p = row.Payout;
        to.Id(row.PersonId);
        to.Long(row.Version);
        to.Text(row.Dossier);
        to.Text(p.Method.ToString());
        to.Text(p.Institution);
        to.Text(p.BankBin);
        to.Text(p.Account);
        to.Text(p.HolderName);
        to.Text(p.Relation.ToString());
        to.Text(p.Payee?.Name);
        to.Text(p.Payee?.Identifier);
        to.Date(p.Payee?.Term?.From);
        to.Date(p.Payee?.Term?.Until);
        to.Text(p.Payee?.Term?.Document);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}

/// <summary>One row a recorded death; the highest version is the present knowledge.</summary>
public sealed class DeathRows : FactTable<(Guid Person, long Version, DeathRecorded Death)>
{
    public override string Name => "death";

    public override string Columns =>
        "person_id, version, died_on, extract_number, registered_on, name_agrees, birth_agrees, by_user, at";

    public override IEnumerable<(Guid Person, long Version, DeathRecorded Death)> RowsOf(IEvent e) =>
        e.Data is DeathRecorded death ? [(e.StreamId, e.Version, death)] : [];

    protected override void Write(RowWriter to, (Guid Person, long Version, DeathRecorded Death) row)
    {
        var d = row.Death;
        to.Id(row.Person);
        to.Long(row.Version);
        to.Date(d.DiedOn);
        to.Text(d.ExtractNumber);
        to.Date(d.RegisteredOn);
        to.Flag(d.NameAgrees);
        to.Flag(d.BirthAgrees);
        to.Text(d.By);
        to.At(d.At);
    }
}
