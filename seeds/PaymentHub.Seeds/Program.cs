Console.WriteLine("seeds");
