namespace PaymentHub.Seeds.Province;

/// <summary>The synthetic province: the files a province would send, and the truth about what is in them.</summary>
public static class SyntheticProvince
{
    /// <summary>
    /// Writes all files. The same options give the same bytes: no clock, no culture, no order of a hash table is used.
    /// Memory does not grow with the number of people, only with the number of planted stories.
    /// </summary>
    /// <exception cref="ArgumentException">There are too few people for 96 communes and what is planted.</exception>
    public static ProvinceFiles Generate(ProvinceOptions options)
    {
        if (options.People is < 300 or > 1_000_000)
            throw new ArgumentException(
                "--people phải từ 300 đến 1.000.000. / --people must be between 300 and 1,000,000.");
        Directory.CreateDirectory(options.OutputFolder);
        string In(string name) => Path.Combine(options.OutputFolder, name);

        var workshop = new Workshop(options);
        var quota = Commune.Share(workshop.Communes, options.People);
        var plants = new Plants(workshop, quota);
        var tally = new Tally(workshop.Decisions.Rates, plants.Deaths);
        WriteRegister(In("register.csv"), workshop, plants, tally);
        if (options.Workbook)
            Workbook.FromCsv(In("register.csv"), In("register.xlsx"));
        DeathFiles.Write(In("deaths.csv"), plants.Deaths);
        DeathFiles.Write(In("deaths-late.csv"), plants.LateDeaths);
        var shortFunds = Allotments.Write(In("allotments.csv"), workshop, tally);
        BadRegister.Write(In("register-bad.csv"), In("register-bad.truth.json"), workshop);
        BadEncoding.Write(In("register-encoding.csv"), workshop);
        var truth = TruthFile.Build(options, workshop, plants, tally, shortFunds);
        TruthFile.Write(In("truth.json"), truth);
        return new ProvinceFiles(
            options.OutputFolder, In("register.csv"), In("deaths.csv"), In("deaths-late.csv"), In("allotments.csv"),
            In("register-bad.csv"), In("register-bad.truth.json"), In("register-encoding.csv"),
            In("truth.json"), truth);
    }

    private static void WriteRegister(string path, Workshop workshop, Plants plants, Tally tally)
    {
        using var file = new CsvFile(path, RegisterColumns.Header);
        foreach (var commune in workshop.Communes)
        {
            var dossier = 0;
            foreach (var unit in Mixed(workshop, plants, commune))
            {
                foreach (var row in unit)
                {
                    row.Dossier = $"QN-{commune.Code}-{VietnameseText.Number(++dossier).PadLeft(6, '0')}";
                    tally.Count(row);
                    file.Write(RegisterColumns.Cells(row, tally.Decisions));
                }
            }
        }
    }

    /// <summary>The commune's ordinary people with its planted ones at drawn places among them.</summary>
    private static IEnumerable<IReadOnlyList<Decision>> Mixed(Workshop workshop, Plants plants, Commune commune)
    {
        var draw = new Draw(workshop.Options.Seed, "places " + commune.Code);
        var ordinary = plants.RoomLeft(commune);
        var waiting = new Queue<(int At, IReadOnlyList<Decision> Rows)>(plants.Of(commune)
            .Select(rows => (At: draw.Between(0, ordinary), rows)).OrderBy(entry => entry.At));
        var written = 0;
        foreach (var (people, rows) in new OrdinaryPeople(workshop, commune).Units(ordinary))
        {
            while (waiting.TryPeek(out var next) && next.At <= written)
                yield return waiting.Dequeue().Rows;
            yield return rows;
            written += people;
        }

        while (waiting.TryDequeue(out var last))
            yield return last.Rows;
    }
}
