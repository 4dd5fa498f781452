"""What a firm shows of its work: products, case studies, pictures and catalogues."""
