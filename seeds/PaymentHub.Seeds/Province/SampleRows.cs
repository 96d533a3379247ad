namespace PaymentHub.Seeds.Province;

/// <summary>Right rows of one commune, as cells by column name, to be spoiled by whoever asks for them.</summary>
internal sealed class SampleRows(Workshop workshop, Commune commune, string stream)
{
    private readonly Draw draw = new(workshop.Options.Seed, stream);

    /// <summary>
    /// A right row of a group, paid to an account; its dossier number lies outside the clean register's.
    /// </summary>
    public Dictionary<string, string> Row(int order, string programme, string group)
    {
        var profile = workshop.Decisions.Profile(programme, group);
        var person = workshop.People.Make(draw, commune, draw.Percent(50), profile.BornFrom, profile.BornTo);
        if (person.Birth.YearOnly)
            person = person with { Birth = new Birth(person.Birth.Date.PlusDays(45), false) };
        var relation = profile.Payee == "guardian" ? Payout.Guardian : Payout.Self;
        var payee = relation == Payout.Self ? person : workshop.People.Adult(draw, commune);
        var payout = workshop.Payouts.ToAccount(draw, payee, relation, workshop.Bank(commune));
        var decision = Stories.Regular(workshop, draw, person, profile, payout);
        var number = (stream == "bad" ? 900_000 : 800_000) + order;
        decision.Dossier = $"QN-{commune.Code}-{VietnameseText.Number(number)}";
        return RegisterColumns.Names.Zip(RegisterColumns.Cells(decision, order))
            .ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal);
    }
}
