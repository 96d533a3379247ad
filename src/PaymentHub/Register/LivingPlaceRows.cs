using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>Where a person lives from a day on, as one event said.</summary>
public sealed record LivingPlaceFact(Guid PersonId, long Version, LivingPlace Place, string ByUser, Instant At);

/// <summary>
/// One row a stated place or a move with a day; of rows about one kind and day the highest version counts.
/// </summary>
public sealed class LivingPlaceRows : FactTable<LivingPlaceFact>
{
    public override string Name => "living_place";

    public override string Columns =>
        "person_id, version, kind, commune, place, from_day, document, signed_by, signed_on, by_user, at";

    public override IEnumerable<LivingPlaceFact> RowsOf(IEvent e) => e.Data switch
    {
        PlaceStated x => [new(e.StreamId, e.Version, x.Place, x.By, x.At)],
        MovedCommune { MovedOn: { } day } x =>
        [
            new(e.StreamId, e.Version,
                new(PlaceKind.Residence, x.Person.Commune, "", day, x.Document ?? ""), x.By, x.At),
        ],
        LeftProvince x =>
            [new(e.StreamId, e.Version, new(PlaceKind.Residence, null, x.Place, x.MovedOn, x.Document), x.By, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, LivingPlaceFact row)
    {
        var p = row.Place;
        to.Id(row.PersonId);
        to.Long(row.Version);
        to.Text(p.Kind.ToString());
        to.Text(p.Commune);
        to.Text(p.Place);
        to.Date(p.From);
        to.Text(p.Document);
        to.Text(p.SignedBy);
        to.Date(p.SignedOn);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}
